# .env: what docker compose and the next run take the answers from. Until it is written they are in the environment, as they
# are for install.sh; what was there before comes back at the end.

$FormerEnvironment = @{}

function Get-Answer([string]$Variable) {
    return [string][Environment]::GetEnvironmentVariable($Variable)
}

function Set-EnvironmentVariable([string]$Variable, [string]$Value) {
    if ($Value -eq '') { Remove-Item -LiteralPath ('Env:' + $Variable) -ErrorAction SilentlyContinue }
    else { Set-Item -LiteralPath ('Env:' + $Variable) -Value $Value }
}

function Set-Answer([string]$Variable, [string]$Value) {
    if (-not $FormerEnvironment.ContainsKey($Variable)) { $FormerEnvironment[$Variable] = Get-Answer $Variable }
    Set-EnvironmentVariable $Variable $Value
}

function Restore-Environment {
    foreach ($variable in @($FormerEnvironment.Keys)) {
        Set-EnvironmentVariable $variable $FormerEnvironment[$variable]
    }
}

function Write-File([string]$Path, [string]$Content) {
    [IO.File]::WriteAllText($Path, $Content, (New-Object System.Text.UTF8Encoding $false))
}

function Get-KeptLines {
    $path = Join-Path $Root '.env'
    if (Test-Path -LiteralPath $path) { [IO.File]::ReadAllLines($path) }
}

# What .env says; '' when it says nothing.
function Get-KeptAnswer([string]$Variable) {
    $start = $Variable + '='
    $kept = ''
    foreach ($line in @(Get-KeptLines)) {
        if ($line.StartsWith($start, [StringComparison]::Ordinal)) { $kept = $line.Substring($start.Length) }
    }
    return $kept
}

# Into .env; without a value, out of it.
function Write-Answer([string]$Variable, [string]$Value) {
    $start = $Variable + '='
    $lines = @(Get-KeptLines | Where-Object { -not $_.StartsWith($start, [StringComparison]::Ordinal) })
    if ($Value -ne '') { $lines += ($start + $Value) }
    Write-File (Join-Path $Root '.env') (($lines -join "`n") + "`n")
}

function Write-Answers {
    foreach ($row in @(Get-Rows 'question')) {
        $flag, $variable, $rest = $row -split '\|', 3
        if ($flag -ne 'credentials') { Write-Answer $variable (Get-Answer $variable) }
    }
    Write-Files
}

# COMPOSE_FILE: what the answers need beside docker-compose.yml. Other files in it stay; a list with another separator than
# ours is somebody's own.
function Write-Files {
    $base = Get-SetValue 'file'
    $servers = Get-SetValue 'servers-file'
    $callbacks = Get-SetValue 'callbacks-file'
    $present = Get-Answer 'COMPOSE_FILE'
    if ($present -eq '') { $present = Get-KeptAnswer 'COMPOSE_FILE' }
    $separator = Get-Answer 'COMPOSE_PATH_SEPARATOR'
    if ($separator -eq '') { $separator = Get-KeptAnswer 'COMPOSE_PATH_SEPARATOR' }
    if ($present -ne '' -and $separator -ne ',') { return }
    if ($present -eq '') { $present = $base }
    $files = @($present.Split(',') | Where-Object { $_ -cne $callbacks })
    # With other servers, the networks have ways out, and what those servers need is reachable at SERVER_ADDRESS.
    $others = (Get-Answer 'SERVER_ADDRESS') + (Get-Answer 'DB_MYSQL_HOST') + (Get-Answer 'KAFKA_BROKERS') + (Get-Answer 'GATEWAY_URL')
    if ($others -ne '' -and $files -cnotcontains $servers) {
        if (@(Read-Docker @('compose', 'ps', '--all', '--quiet')).Length -gt 0) {
            Write-Step 'stopping-for-networks'
            Invoke-Docker @('compose', 'down')
        }
        $files += $servers
    }
    if ((Get-Answer 'CALLBACKS') -ceq 'on') { $files += $callbacks }
    $list = $files -join ','
    if ($list -ceq $present) { return }
    $separator = ','
    if ($list -ceq $base) {
        $list = ''
        $separator = ''
    }
    Write-Answer 'COMPOSE_PATH_SEPARATOR' $separator
    Write-Answer 'COMPOSE_FILE' $list
}
