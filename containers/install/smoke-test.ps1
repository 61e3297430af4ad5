# A picture through everything, as a client would send it.

# What was answered, or what went wrong.
function Invoke-Call([string]$Method, [string]$Address, [string]$Body, [string]$OutFile) {
    $call = @{ Method = $Method; Uri = $Address; UseBasicParsing = $true; TimeoutSec = 30 }
    if ($Body -ne '') {
        $call['Body'] = $Body
        $call['ContentType'] = 'application/json'
    }
    if ($OutFile -ne '') { $call['OutFile'] = $OutFile }
    try {
        $response = Invoke-WebRequest @call
        if ($OutFile -ne '') { return '' }
        return [string]$response.Content
    }
    catch { return [string]$_.Exception.Message }
}

# WIDTHxHEIGHT of a PNG, from its first 24 bytes.
function Get-Sides([string]$Path) {
    $bytes = [IO.File]::ReadAllBytes($Path)
    if ($bytes.Length -ge 24 -and [BitConverter]::ToString($bytes, 0, 8) -eq '89-50-4E-47-0D-0A-1A-0A') {
        return '{0}x{1}' -f ($bytes[18] * 256 + $bytes[19]), ($bytes[22] * 256 + $bytes[23])
    }
    return [Text.Encoding]::ASCII.GetString($bytes, 0, [Math]::Min(200, $bytes.Length))
}

function Resize-Picture {
    if (Test-Switch 'no-smoke-test') { return }
    if (-not (Test-AnyRole 'edge')) {
        Write-Text 'smoke-no-edge'
        return
    }
    Write-Step 'smoke'
    $url = 'http://' + (Get-Answer 'EDGE_ADDRESS').Replace('0.0.0.0', '127.0.0.1') + ':' + (Get-Answer 'EDGE_PORT')
    $limit = [int](Get-SetValue 'smoke-seconds')
    $width = Get-SetValue 'smoke-width'
    $height = Get-SetValue 'smoke-height'
    $request = '{"image":"' + (Get-SetValue 'smoke-picture') + '","width":' + $width + ',"height":' + $height + '}'
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $answer = ''
    $identifier = ''
    while ($identifier -eq '') {
        if ($clock.Elapsed.TotalSeconds -gt $limit) { Stop-WithText 'smoke-refused' @(($url + '/api/'), $limit, $answer) }
        $answer = Invoke-Call 'POST' ($url + '/api/') $request ''
        $found = [regex]::Match($answer, '"identifier":"([0-9a-f]+)"')
        if ($found.Success) { $identifier = $found.Groups[1].Value }
        else { Start-Sleep -Seconds 2 }
    }
    while (-not $answer.Contains('"status":"completed"')) {
        if ($answer.Contains('"status":"failed"') -or $clock.Elapsed.TotalSeconds -gt $limit) {
            Stop-WithText 'smoke-unfinished' @($identifier, $limit, $answer)
        }
        Start-Sleep -Seconds 1
        $answer = Invoke-Call 'GET' ($url + '/api/' + $identifier + '?wait=10') '' ''
    }
    $picture = [IO.Path]::GetTempFileName()
    [void](Invoke-Call 'GET' ($url + '/api/' + $identifier + '/picture') '' $picture)
    $sides = Get-Sides $picture
    Remove-Item -LiteralPath $picture
    [void](Invoke-Call 'DELETE' ($url + '/api/' + $identifier) '' '')
    if ($sides -ne ($width + 'x' + $height)) { Stop-WithText 'smoke-wrong' @($width, $height, $sides) }
    Write-Text 'smoke-done' @($width, $height, ($url + '/api/'))
}
