# The files that docker-compose.yml takes as secrets. What is there stays as it is.

# As it was said: relative to this project, or absolute.
function Get-SecretsFolder {
    $folder = Get-Answer 'SECRETS_DIR'
    if ($folder -eq '') { $folder = Get-KeptAnswer 'SECRETS_DIR' }
    if ($folder -eq '') { $folder = './secrets' }
    return $folder
}

function Get-SecretPath([string]$Name) {
    $folder = Get-SecretsFolder
    if (-not [IO.Path]::IsPathRooted($folder)) { $folder = Join-Path $Root $folder }
    return (Join-Path $folder $Name)
}

# The rows of those that this machine needs and does not have.
function Get-MissingSecrets {
    foreach ($row in @(Get-Rows 'secret')) {
        $name, $variable, $made, $used, $rest = $row -split '\|', 5
        if ($name -eq 'callback-secret' -and (Get-Answer 'CALLBACKS') -cne 'on') { continue }
        if ((Test-AnyRole $used) -and -not (Test-Path -LiteralPath (Get-SecretPath $name))) { $row }
    }
}

# 32 letters and digits: 24 bytes in base64.
function New-RandomSecret {
    $bytes = New-Object byte[] 48
    $generator = [Security.Cryptography.RandomNumberGenerator]::Create()
    $generator.GetBytes($bytes)
    $generator.Dispose()
    return [Convert]::ToBase64String($bytes).Replace('+', '').Replace('/', '').Substring(0, 32)
}

function Read-Secret([string]$Question, [string]$Pattern, [string]$Allowed) {
    while ($true) {
        Write-Host -NoNewline ([string](Get-Text 'type-secret' @($Question)) + ' ')
        if ([Console]::IsInputRedirected) { $value = Read-Line }
        else {
            $hidden = Read-Host -AsSecureString
            $value = (New-Object System.Management.Automation.PSCredential 'nobody', $hidden).GetNetworkCredential().Password
        }
        if ($value -cmatch $Pattern) { return $value }
        Write-Text 'secret-not-valid' @($Question, $Allowed)
    }
}

function Test-Windows {
    return [Environment]::OSVersion.Platform -eq [PlatformID]::Win32NT
}

# Nobody but the owner comes as far as the files (and Windows itself).
function Protect-Folder([string]$Folder) {
    if (Test-Windows) {
        $owner = [Security.Principal.WindowsIdentity]::GetCurrent().User.Value
        & icacls.exe $Folder '/inheritance:r' '/grant:r' ('*' + $owner + ':(OI)(CI)F') '*S-1-5-18:(OI)(CI)F' | Out-Null
    }
    else { & chmod 700 $Folder }
}

# Inside a container, where the folder is not, any user can read its file.
function Write-Secret([string]$Path, [string]$Value) {
    Write-File $Path $Value
    if (-not (Test-Windows)) { & chmod 444 $Path }
}

function Write-Secrets {
    $folder = Split-Path -Parent (Get-SecretPath 'any')
    New-Item -ItemType Directory -Force -Path $folder | Out-Null
    Protect-Folder $folder
    foreach ($row in @(Get-MissingSecrets)) {
        $name, $variable, $made, $used, $rule, $default, $question = $row -split '\|', 7
        if ($name -eq 'db-mysql-root-pass') {
            $volume = (Get-Answer 'COMPOSE_PROJECT_NAME') + '_mysql'
            Read-Docker @('volume', 'inspect', $volume) | Out-Null
            if ($LASTEXITCODE -eq 0) { Stop-WithText 'secret-lost' @($volume, ((Get-SecretsFolder) + '/' + $name)) }
        }
        $allowed, $pattern = @(Get-Rows ('rule|' + $rule))[0] -split '\|', 2
        $value = Get-Answer $variable
        if ($value -ne '') {
            if ($value -cnotmatch $pattern) { Stop-WithText 'secret-not-valid' @($variable, $allowed) }
        }
        elseif ((Get-Answer 'INSTALL_CREDENTIALS') -eq 'typed' -or -not (Test-AnyRole $made)) {
            if (Test-Switch 'yes') { Stop-WithText 'secret-missing' @($name, (Get-SecretsFolder), $variable) }
            $value = Read-Secret $question $pattern $allowed
        }
        else { $value = $default.Replace('random', (New-RandomSecret)) }
        Write-Secret (Get-SecretPath $name) $value
    }
    Write-Text 'wrote' @((Get-SecretsFolder))
}
