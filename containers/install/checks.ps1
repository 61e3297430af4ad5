# What must be there before anything is changed.

# What docker prints, line by line; $LASTEXITCODE says how it ended. What it says on the other stream is left out: Windows
# PowerShell makes errors of that.
function Read-Docker([string[]]$Arguments) {
    $ErrorActionPreference = 'Continue'
    & docker $Arguments 2>$null
}

# docker, with what it prints on the screen. Its progress is on the other stream, which is no error.
function Invoke-Docker([string[]]$Arguments) {
    $ErrorActionPreference = 'Continue'
    & docker $Arguments
}

function Get-VersionNumber([string]$Version) {
    $found = [regex]::Match($Version, '([0-9]+)[.]([0-9]+)')
    if (-not $found.Success) { return 0 }
    return [int]$found.Groups[1].Value * 1000 + [int]$found.Groups[2].Value
}

function Test-Older([string]$Version, [string]$Other) {
    return (Get-VersionNumber $Version) -lt (Get-VersionNumber $Other)
}

function Test-Docker {
    Write-Step 'checking'
    if (-not (Get-Command 'docker' -CommandType Application -ErrorAction SilentlyContinue)) { Stop-WithText 'docker-missing' }
    $engine = [string](Read-Docker @('version', '--format', '{{.Server.Version}}'))
    if ($LASTEXITCODE -ne 0) { Stop-WithText 'docker-away' }
    $system = [string](Read-Docker @('version', '--format', '{{.Server.Os}}'))
    if ($system -ne 'linux') { Stop-WithText 'docker-windows' }
    $oldest = Get-SetValue 'oldest-engine'
    if (Test-Older $engine $oldest) { Stop-WithText 'docker-old' @($engine, $oldest) }
    $compose = [string](Read-Docker @('compose', 'version', '--short'))
    if ($LASTEXITCODE -ne 0) { Stop-WithText 'compose-missing' }
    $oldest = Get-SetValue 'oldest-compose'
    if (Test-Older $compose $oldest) { Stop-WithText 'compose-old' @($compose, $oldest) }
    Write-Host ('  Docker Engine {0}, Compose {1}' -f $engine, $compose)
}

function Test-Memory {
    $needs = 0
    foreach ($row in @(Get-Rows 'role')) {
        $name, $memory, $about = $row -split '\|', 3
        if (Test-AnyRole $name) { $needs += [int]$memory }
    }
    $bytes = [string](Read-Docker @('info', '--format', '{{.MemTotal}}'))
    $there = [Math]::Floor([double]$bytes / 1048576)
    if ($there -ge $needs) { return }
    if (Test-Switch 'ignore-memory') { Write-Text 'memory-ignored' @($there, $needs) }
    else { Stop-WithText 'memory-short' @($there, $needs) }
}

# Nobody listens at that port, or this installation does.
function Test-Free([string]$Port) {
    $own = (@(Read-Docker @('ps', '--filter', ('label=com.docker.compose.project=' + (Get-Answer 'COMPOSE_PROJECT_NAME')), '--format', '{{.Ports}}')) -join ' ')
    if ($own.Contains(':' + $Port + '->')) { return $true }
    $client = New-Object System.Net.Sockets.TcpClient
    try {
        $client.Connect('127.0.0.1', [int]$Port)
        return $false
    }
    catch { return $true }
    finally { $client.Close() }
}
