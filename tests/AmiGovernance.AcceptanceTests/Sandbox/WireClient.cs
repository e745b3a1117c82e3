using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Sandbox;

/// <summary>
/// Speaks AWS's protocols byte for byte, with a Signature Version 4 written from AWS's documentation, so that what comes back
/// can be judged as it went over the wire.
/// </summary>
internal sealed class WireClient(Uri address, string accessKey, string secret, string? token = null) : IDisposable
{
    private static readonly Dictionary<string, string> Targets = new(StringComparer.Ordinal)
    {
        ["organizations"] = "AWSOrganizationsV20161128",
        ["cloudtrail"] = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101",
        ["logs"] = "Logs_20140328",
        ["events"] = "AWSEvents",
        ["athena"] = "AmazonAthena",
        ["ssm"] = "AmazonSSM",
        ["cloudwatch"] = "GraniteServiceVersion20100801",
    };

    private static readonly Dictionary<string, string> Versions = new(StringComparer.Ordinal)
    {
        ["ec2"] = "2016-11-15",
        ["sts"] = "2011-06-15",
        ["iam"] = "2010-05-08",
        ["sns"] = "2010-03-31",
        ["cloudwatch"] = "2010-08-01",
        ["autoscaling"] = "2011-01-01",
    };

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };

    public string Region { get; set; } = "us-east-1";

    /// <summary>What calls say that they were made with; null for nothing.</summary>
    public string? UserAgent { get; set; }

    /// <summary>A client for an administrator of an account.</summary>
    public static WireClient For(Uri address, string account) =>
        new(address, CredentialStore.AdministratorKey(AccountId.Parse(account)), CredentialStore.AdministratorSecret);

    /// <summary>Account Management speaks REST: the operation is the path.</summary>
    public Task<WireAnswer> Json(string service, string operation, string body, string version = "1.1") =>
        service == "account" ? Rest(service, operation, body) : Named(service, operation, body, version);

    private Task<WireAnswer> Rest(string service, string operation, string body) =>
        Send(
            service,
            HttpMethod.Post,
            $"/{char.ToLowerInvariant(operation[0])}{operation[1..]}",
            Encoding.UTF8.GetBytes(body),
            ("Content-Type", "application/json")
        );

    private Task<WireAnswer> Named(string service, string operation, string body, string version) =>
        Send(
            service,
            HttpMethod.Post,
            "/",
            Encoding.UTF8.GetBytes(body),
            ("Content-Type", $"application/x-amz-json-{version}"),
            ("X-Amz-Target", $"{Targets[service]}.{operation}")
        );

    public Task<WireAnswer> Query(string service, string operation, string form) =>
        Send(
            service,
            HttpMethod.Post,
            "/",
            Encoding.UTF8.GetBytes(
                $"Action={operation}&Version={Versions[service]}{(form.Length > 0 ? "&" : "")}{form}"
            ),
            ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
        );

    public Task<WireAnswer> Cbor(string service, string operation, byte[] body) =>
        Send(
            service,
            HttpMethod.Post,
            $"/service/{Targets[service]}/operation/{operation}",
            body,
            ("Content-Type", "application/cbor"),
            ("smithy-protocol", "rpc-v2-cbor")
        );

    public async Task<WireAnswer> Send(
        string service,
        HttpMethod method,
        string path,
        byte[] body,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(body) };
        if (UserAgent is { } agent)
            request.Headers.TryAddWithoutValidation("User-Agent", agent);
        var signed = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = address.Authority,
            ["x-amz-date"] = DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
        };
        if (token is not null)
            signed["x-amz-security-token"] = token;
        if (service == "s3")
            signed["x-amz-content-sha256"] = Hash(body);
        foreach (var (name, value) in headers)
            signed[name.ToLowerInvariant()] = value;
        foreach (var (name, value) in signed.Where(h => h.Key is not ("host" or "content-type")))
            request.Headers.TryAddWithoutValidation(name, value);
        if (signed.TryGetValue("content-type", out var type))
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            Authorization(service == "cloudwatch" ? "monitoring" : service, method, path, signed, body)
        );
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return new WireAnswer(
            answer.StatusCode,
            answer.Content.Headers.ContentType?.ToString() ?? "",
            await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)
        );
    }

    private string Authorization(
        string service,
        HttpMethod method,
        string path,
        SortedDictionary<string, string> signed,
        byte[] body
    )
    {
        var (plain, query) = path.Split('?', 2) is [var p, var q] ? (p, q) : (path, "");
        var canonicalQuery = string.Join(
            '&',
            query
                .Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(x => x.Contains('=', StringComparison.Ordinal) ? x : x + "=")
                .Order(StringComparer.Ordinal)
        );
        var names = string.Join(';', signed.Keys);
        var canonical =
            $"{method}\n{plain}\n{canonicalQuery}\n{string.Concat(signed.Select(h => $"{h.Key}:{h.Value}\n"))}\n{names}\n{Hash(body)}";
        var scope = $"{signed["x-amz-date"][..8]}/{Region}/{service}/aws4_request";
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in scope.Split('/'))
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        var signature = HMACSHA256.HashData(
            key,
            Encoding.UTF8.GetBytes(
                $"AWS4-HMAC-SHA256\n{signed["x-amz-date"]}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonical))}"
            )
        );
        return $"AWS4-HMAC-SHA256 Credential={accessKey}/{scope}, SignedHeaders={names}, Signature={Convert.ToHexStringLower(signature)}";
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public void Dispose() => http.Dispose();
}

internal sealed record WireAnswer(HttpStatusCode Status, string ContentType, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public bool IsOk => (int)Status < 300;
}
