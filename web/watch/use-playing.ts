import { useEffect, useState } from 'preact/hooks'
import { pauseMs, SPEEDS } from './pause.ts'

/** A history that is played: how many of its steps are shown, and what moves it. */
export interface Playing {
  readonly shown: number
  readonly isPlaying: boolean
  readonly stretch: number
  /** Shows so many steps and stops there. */
  show(steps: number): void
  /** Plays on, from the beginning when all was shown; or stops. */
  toggle(): void
  setStretch(stretch: number): void
}

/**
 * Plays a history. At first all of it is shown.
 * @param times when each step was, in milliseconds
 */
export function usePlaying(times: readonly number[]): Playing {
  const [shown, setShown] = useState(times.length)
  const [isPlaying, setPlaying] = useState(false)
  const [stretch, setStretch] = useState<number>(SPEEDS[0].stretch)
  const all = times.length
  useEffect(() => setShown(all), [all])
  useEffect(() => {
    if (!isPlaying) return
    if (shown >= all) return setPlaying(false)
    const recorded = (times[shown] ?? 0) - (times[shown - 1] ?? times[shown] ?? 0)
    const timer = setTimeout(() => setShown(shown + 1), pauseMs(recorded, stretch))
    return () => clearTimeout(timer)
  }, [isPlaying, shown, all, stretch])
  return {
    shown,
    isPlaying,
    stretch,
    show(steps) {
      setPlaying(false)
      setShown(Math.min(all, Math.max(0, steps)))
    },
    toggle() {
      if (!isPlaying && shown >= all) setShown(0)
      setPlaying(!isPlaying)
    },
    setStretch,
  }
}
