using System.Globalization;
using System.Text.RegularExpressions;
using AmiGovernance.Sandbox.Calls;
using Microsoft.AspNetCore.Http;

namespace AmiGovernance.Sandbox.Protocols;

/// <summary>
/// What a request says of its Signature Version 4 (IAM user guide, "Create a signed AWS API request"): in the `Authorization` header, or
/// in the query of a presigned URL (S3 API reference, "Authenticating Requests: Using Query Parameters").
/// </summary>
/// <param name="Region">Text until it is known to be the name of a Region.</param>
/// <param name="SignedHeaders">Lower case, in the order in which they are signed.</param>
/// <param name="Time">As signed: the date and time of the client.</param>
/// <param name="Token">Of a session; null for none.</param>
internal sealed partial record CredentialScope(
    string AccessKey,
    string Date,
    string Region,
    string SigningName,
    string[] SignedHeaders,
    string Signature,
    string Time,
    string? Token
)
{
    public const string SignatureParameter = "X-Amz-Signature";

    private const int LongestLife = 604_800;

    /// <summary>Whether a query parameter belongs to the signature of a presigned URL, and not to what is asked.</summary>
    public static bool IsOfSignature(string parameter) =>
        parameter.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the signature is in the URL.</summary>
    public bool IsPresigned { get; private init; }

    /// <summary>As IAM names the service; it differs from the name in signatures only for CloudWatch.</summary>
    public string Service => SigningName == "monitoring" ? "cloudwatch" : SigningName;

    public static CredentialScope Of(HttpRequest http) => Find(http) ?? throw (IsOlder(http) ? TooOld() : Missing());

    /// <summary>The service that a request is for, so far as its signature says so.</summary>
    public static string? ServiceOf(HttpRequest http) => Find(http)?.Service ?? (IsOlder(http) ? "s3" : null);

    /// <summary>A URL with Signature Version 2, which S3 takes for buckets before 24 June 2020 only.</summary>
    private static bool IsOlder(HttpRequest http) => http.Query.ContainsKey("AWSAccessKeyId");

    private static SandboxException TooOld() =>
        new(
            "InvalidRequest",
            "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."
        );

    /// <summary>Null when the request does not say who makes it.</summary>
    private static CredentialScope? Find(HttpRequest http) =>
        http.Query.ContainsKey(SignatureParameter) ? OfUrl(http) : OfHeader(http);

    private static CredentialScope? OfHeader(HttpRequest http)
    {
        var match = Form().Match(http.Headers.Authorization.ToString());
        var token = http.Headers["x-amz-security-token"].ToString();
        if (
            Of(match.Groups["scope"].Value, match.Groups["headers"].Value, match.Groups["signature"].Value)
            is not { } scope
        )
            return null;
        return scope with { Time = http.Headers["x-amz-date"].ToString(), Token = token.Length > 0 ? token : null };
    }

    private static CredentialScope? OfUrl(HttpRequest http)
    {
        string? Parameter(string name) =>
            http.Query.TryGetValue($"X-Amz-{name}", out var value) ? value.ToString() : null;
        var (credential, headers) = (Parameter("Credential"), Parameter("SignedHeaders"));
        if (Of(credential ?? "", headers ?? "", Parameter("Signature") ?? "") is not { } scope)
            return null;
        return scope with { Time = Parameter("Date") ?? "", Token = Parameter("Security-Token"), IsPresigned = true };
    }

    /// <summary>Refuses a presigned URL of a form that S3 refuses. How old it is, is not checked.</summary>
    public void CheckUrl(HttpRequest http)
    {
        if (!IsPresigned)
            return;
        if (http.Query["X-Amz-Algorithm"].ToString() != "AWS4-HMAC-SHA256")
            throw Invalid("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"");
        var life = http.Query["X-Amz-Expires"].ToString();
        var isNumber = int.TryParse(life, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds);
        if (!isNumber || seconds > LongestLife)
            throw Invalid(
                "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds"
            );
    }

    private static SandboxException Invalid(string message) => new("AuthorizationQueryParametersError", message);

    private static SandboxException Missing() =>
        new("MissingAuthenticationToken", "Request is missing Authentication Token", 403);

    private static CredentialScope? Of(string scope, string headers, string signature)
    {
        var match = Scope().Match(scope);
        if (!match.Success || !SignatureForm().IsMatch(signature))
            return null;
        return new CredentialScope(
            match.Groups["key"].Value,
            match.Groups["date"].Value,
            match.Groups["region"].Value,
            match.Groups["service"].Value,
            headers.Split(';'),
            signature,
            "",
            null
        );
    }

    [GeneratedRegex(
        "^AWS4-HMAC-SHA256 +Credential=(?<scope>[^,]+), *SignedHeaders=(?<headers>[a-z0-9;-]+), *Signature=(?<signature>[0-9a-f]+)$"
    )]
    private static partial Regex Form();

    [GeneratedRegex("^(?<key>[^/,]+)/(?<date>[0-9]{8})/(?<region>[a-z0-9-]+)/(?<service>[a-z0-9-]+)/aws4_request$")]
    private static partial Regex Scope();

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex SignatureForm();
}
