# Waiting until every container is as healthy as it says it can be.

# service|state|health|code, a line for each container.
function Get-ContainerStates {
    Read-Docker @('compose', 'ps', '--all', '--format', '{{.Service}}|{{.State}}|{{.Health}}|{{.ExitCode}}')
}

# service|code, a line for each; a code only of those that have ended in failure.
function Get-UnreadyServices([string[]]$States) {
    $unready = @(foreach ($row in $States) {
        $service, $state, $health, $code = $row -split '\|', 4
        if ($state -eq 'running' -and ($health -eq '' -or $health -eq 'healthy')) { continue }
        if ($state -ne 'exited') { $service + '|' }
        elseif ($code -ne '0') { $service + '|' + $code }
    })
    return @($unready | Sort-Object -Unique)
}

function Show-Unready([string[]]$Unready, [int]$Seconds) {
    foreach ($row in $Unready) {
        $service, $code = $row -split '\|', 2
        if ($code -ne '') { Write-Text 'ended' @($service, $code) }
        else { Write-Text 'not-ready' @($service, $Seconds) }
        Invoke-Docker @('compose', 'logs', '--no-color', '--tail', '20', $service)
    }
}

function Wait-UntilReady {
    $limit = [int](Get-SetValue 'wait-seconds')
    Write-Step 'waiting' @($limit)
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $spoke = 0
    $announced = New-Object System.Collections.ArrayList
    while ($true) {
        $states = @(Get-ContainerStates)
        if ($LASTEXITCODE -ne 0) { Stop-WithText 'docker-away' }
        $unready = @(Get-UnreadyServices $states)
        $seconds = [int][Math]::Floor($clock.Elapsed.TotalSeconds)
        $names = @(foreach ($row in $unready) { ($row -split '\|', 2)[0] })
        foreach ($row in $states) {
            $service = ($row -split '\|', 2)[0]
            if ($names -ccontains $service -or $announced.Contains($service)) { continue }
            Write-Text 'ready' @($service, $seconds)
            [void]$announced.Add($service)
        }
        if ($unready.Length -eq 0) { return }
        $ended = @($unready | Where-Object { $_ -match '\|[0-9]' })
        if ($seconds -gt $limit -or $ended.Length -gt 0) {
            Show-Unready $unready $seconds
            Stop-WithText 'starting-failed'
        }
        if ($seconds - $spoke -ge 15) {
            Write-Text 'still-waiting' @(($names -join ' '), $seconds)
            $spoke = $seconds
        }
        Start-Sleep -Seconds 2
    }
}
