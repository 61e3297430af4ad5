# Pulling, building, starting.

function Start-Containers {
    Set-Answer 'BUILDX_NO_DEFAULT_ATTESTATIONS' '1' # what did not change keeps its image, and so its container
    if (Test-AnyRole 'gateway') { Write-Step 'licence' }
    Write-Step 'pulling'
    Invoke-Docker @('compose', 'pull', '--policy', 'missing', '--ignore-buildable')
    if ($LASTEXITCODE -ne 0) { Stop-WithText 'pulling-failed' }
    Write-Step 'building'
    Invoke-Docker @('compose', 'build')
    if ($LASTEXITCODE -ne 0) { Stop-WithText 'building-failed' }
    Remove-FormerRoles
    Write-Step 'starting'
    $scale = @(Get-PresentScale)
    $limit = [int](Get-SetValue 'wait-seconds')
    $clock = [Diagnostics.Stopwatch]::StartNew()
    # On a slow machine something can be taken for unhealthy while it still starts: what depends on it then waits here.
    while ($true) {
        Invoke-Docker (@('compose', 'up', '--detach') + $scale)
        if ($LASTEXITCODE -eq 0) { return }
        $states = @(Get-ContainerStates | Where-Object { $_ -notlike '*|created|*' })
        $seconds = [int][Math]::Floor($clock.Elapsed.TotalSeconds)
        if (@($states | Where-Object { $_ -like '*|running|unhealthy|*' }).Length -eq 0 -or $seconds -gt $limit) {
            Show-Unready @(Get-UnreadyServices $states) $seconds
            Stop-WithText 'starting-failed'
        }
        Write-Text 'slow'
        Start-Sleep -Seconds 5
    }
}

# The words that keep as many containers as there are of each service.
function Get-PresentScale {
    foreach ($group in @(Read-Docker @('compose', 'ps', '--format', '{{.Service}}') | Group-Object)) {
        if ($group.Count -gt 1) {
            '--scale'
            $group.Name + '=' + $group.Count
        }
    }
}

# The containers of roles that are not on this machine any more.
function Remove-FormerRoles {
    $services = @(Read-Docker @('compose', 'config', '--services'))
    $label = 'label=com.docker.compose.project=' + (Get-Answer 'COMPOSE_PROJECT_NAME')
    foreach ($row in @(Read-Docker @('ps', '--all', '--filter', $label, '--format', '{{.ID}}|{{.Label `com.docker.compose.service`}}'))) {
        $id, $service = $row -split '\|', 2
        if ($services -cnotcontains $service) {
            Invoke-Docker @('stop', $id) | Out-Null
            Invoke-Docker @('rm', $id) | Out-Null
        }
    }
}
