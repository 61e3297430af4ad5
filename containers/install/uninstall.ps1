# Taking it away again.

function Uninstall-Everything {
    $folder = Get-SecretsFolder
    $project = Get-Answer 'COMPOSE_PROJECT_NAME'
    if ($project -eq '') { $project = Get-KeptAnswer 'COMPOSE_PROJECT_NAME' }
    if ($project -eq '') { $project = (@(Get-Rows 'question|project')[0] -split '\|')[4] }
    Set-Answer 'COMPOSE_PROJECT_NAME' $project
    Set-Answer 'COMPOSE_PROFILES' (@(Get-EveryRole) -join ',')
    $network = $project + '_functions'
    $volumes = @('--volumes')
    if (Test-Switch 'keep-data') { $volumes = @() }
    else {
        Write-Text 'uninstall-data' @($project, $folder)
        if (-not (Test-Switch 'yes')) {
            Write-Text 'uninstall-ask'
            if ((Read-Line) -cne 'yes') {
                Write-Text 'uninstall-no'
                return
            }
        }
    }
    Write-Step 'removing' @($project)
    $images = @(Read-Docker @('compose', 'config', '--images'))
    if ($LASTEXITCODE -ne 0) { Stop-WithText 'uninstall-failed' }
    Invoke-Docker @('compose', 'stop')
    if ($LASTEXITCODE -ne 0) { Stop-WithText 'uninstall-failed' }
    # What faas-cli and the UI have deployed is not in docker-compose.yml, but on this network.
    foreach ($id in @(Read-Docker @('ps', '--all', '--quiet', '--filter', ('network=' + $network), '--filter', 'label=com.openfaas.function'))) {
        Invoke-Docker @('rm', '--force', $id) | Out-Null
        if ($LASTEXITCODE -ne 0) { Stop-WithText 'uninstall-failed' }
    }
    Invoke-Docker (@('compose', 'down', '--remove-orphans') + $volumes)
    if ($LASTEXITCODE -ne 0) { Stop-WithText 'uninstall-failed' }
    foreach ($name in @(Read-Docker @('volume', 'ls', '--quiet', '--filter', 'label=com.openfaas.secrets-of', '--filter', ('name=^' + $network + '-')))) {
        Invoke-Docker @('volume', 'rm', $name) | Out-Null
        if ($LASTEXITCODE -ne 0) { Stop-WithText 'uninstall-failed' }
    }
    foreach ($name in $images) { # another installation may still use them
        if ($name -like '*picture-resize-api/*') { Read-Docker @('image', 'rm', $name) | Out-Null }
    }
    if (Test-Switch 'keep-data') {
        Write-Text 'uninstalled-kept' @($project)
        return
    }
    foreach ($row in @(Get-Rows 'secret')) {
        $path = Get-SecretPath (($row -split '\|', 2)[0])
        if (Test-Path -LiteralPath $path) { Remove-Item -Force -LiteralPath $path }
    }
    $folder = Split-Path -Parent (Get-SecretPath 'any')
    if ((Test-Path -LiteralPath $folder) -and @(Get-ChildItem -Force -LiteralPath $folder).Length -eq 0) { Remove-Item -LiteralPath $folder }
    if (Test-Path -LiteralPath (Join-Path $Root '.env')) { Remove-Item -LiteralPath (Join-Path $Root '.env') }
    Write-Text 'uninstalled'
}
