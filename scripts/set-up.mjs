// Brings what the project needs to run: Node 24, the packages, the page. Plain JavaScript without dependencies, so that
// it runs on Node 20. Whatever stands already is left alone.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const NODE_VERSION = '24.21.0'
const NODE_MAJOR = 24

/**
 * @param {{ dev: boolean }} options dev: also what tests and benchmarks need
 * @returns {Promise<string>} the path of the Node to run the project with
 */
export async function setUp({ dev }) {
  const node = findNode()
  if (!hasPackages(dev)) installPackages(node, dev)
  const { buildPage, isPageBuilt } = await import('./build-page.mjs')
  if (!isPageBuilt()) await step('building the page', buildPage)
  return node
}

/** @returns {string} the path of a Node that runs the project; it is installed where there is none */
export function findNode() {
  return ownNode() ?? installedNode() ?? installNode()
}

/** This process's own Node, when it is new enough. */
function ownNode() {
  return Number.parseInt(process.versions.node, 10) >= NODE_MAJOR ? process.execPath : undefined
}

function installedNode() {
  const folder = join(root, '.runtime', 'node_modules')
  const platformPackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const homes = [
    join(folder, 'node'),
    join(folder, 'node', 'node_modules', platformPackage),
    join(folder, platformPackage),
  ]
  return homes.map((home) => join(home, 'bin', name)).find(runsAsPinned)
}

function runsAsPinned(path) {
  if (!existsSync(path)) return false
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' })
  return stdout?.trim() === `v${NODE_VERSION}`
}

/** From the npm package "node", into a folder of the project: the system's Node stays what it is. */
function installNode() {
  const folder = join(root, '.runtime')
  mkdirSync(folder, { recursive: true })
  const manifest = { private: true, dependencies: { node: NODE_VERSION }, allowScripts: { node: true } }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  // That package is its install script; those of this project's own packages are ignored (.npmrc).
  const args = ['install', '--ignore-scripts=false']
  npm(`Node ${NODE_VERSION} (this machine has ${process.versions.node})`, process.execPath, args, folder)
  const node = installedNode()
  if (!node)
    throw new Error(`Node ${NODE_VERSION} could not be installed. Install Node ${NODE_MAJOR} yourself and start again.`)
  return node
}

const stampPath = join(root, 'node_modules', '.set-up.json')

function stamp(dev) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  return { lock, dev }
}

function hasPackages(dev) {
  if (!existsSync(stampPath)) return false
  const found = JSON.parse(readFileSync(stampPath, 'utf8'))
  return found.lock === stamp(dev).lock && (found.dev || !dev)
}

/** The stamp is written last: an installation that was cut off is done again. */
function installPackages(node, dev) {
  const what = dev ? 'packages, with those for tests' : 'packages'
  npm(what, node, ['ci', ...(dev ? [] : ['--omit=dev'])], root)
  writeFileSync(stampPath, JSON.stringify(stamp(dev)))
}

/** Runs npm with the given Node. npm says where it is; without it (this script called by hand) the PATH does. */
function npm(what, node, args, cwd) {
  const startedAt = Date.now()
  process.stderr.write(`Setting up: ${what} …\n`)
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
  const path = process.env.npm_execpath
  const env = { ...process.env, PATH: `${dirname(node)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}` }
  try {
    if (path?.endsWith('.js')) execFileSync(node, [path, ...args, ...quiet], { cwd, env, stdio: ['ignore', 2, 2] })
    else
      execFileSync('npm', [...args, ...quiet], {
        cwd,
        env,
        stdio: ['ignore', 2, 2],
        shell: process.platform === 'win32',
      })
  } catch (error) {
    throw new Error(`Setting up ${what} failed: npm ${args.join(' ')} in ${cwd} (${error.message}).`)
  }
  done(startedAt)
}

async function step(what, work) {
  const startedAt = Date.now()
  process.stderr.write(`Setting up: ${what} …\n`)
  await work()
  done(startedAt)
}

function done(startedAt) {
  process.stderr.write(`            done in ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`)
}
