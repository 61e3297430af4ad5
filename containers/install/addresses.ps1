# What there is to open.

function Show-Addresses {
    $folder = Get-SecretsFolder
    $database = Get-Answer 'DB_MYSQL_NAME'
    if ($database -eq '') { $database = 'picture_resize' }
    Write-Step 'finished'
    if (Test-AnyRole 'edge') { Write-Text 'open-edge' @((Get-Answer 'EDGE_ADDRESS').Replace('0.0.0.0', '127.0.0.1'), (Get-Answer 'EDGE_PORT')) }
    if (Test-AnyRole 'gateway') { Write-Text 'open-gateway' @((Get-Answer 'GATEWAY_PORT'), $folder) }
    if (Test-AnyRole 'router') { Write-Text 'open-router' @((Get-Answer 'GATEWAY_PORT'), $folder) }
    if (Test-AnyRole 'mysql') { Write-Text 'open-adminer' @((Get-Answer 'ADMINER_PORT'), $folder, $database) }
    if (Test-AnyRole 'control-center') { Write-Text 'open-control-center' @((Get-Answer 'CONTROL_CENTER_PORT')) }
    if (Test-Switch 'show-credentials') {
        Write-Step 'shown'
        foreach ($row in @(Get-Rows 'secret')) {
            $name = ($row -split '\|', 2)[0]
            $path = Get-SecretPath $name
            if (Test-Path -LiteralPath $path) { Write-Text 'shown-one' @($name, [IO.File]::ReadAllText($path)) }
        }
    }
    Write-Text 'afterwards'
}
