using System.Text.RegularExpressions;
using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.Protocols;

/// <summary>The `Authorization` header of Signature Version 4, taken apart (IAM user guide, "Create a signed AWS API request").</summary>
/// <param name="Region">Text until it is known to be the name of a Region.</param>
/// <param name="SignedHeaders">Lower case, in the order of the header.</param>
internal sealed partial record CredentialScope(
    string AccessKey,
    string Date,
    string Region,
    string SigningName,
    string[] SignedHeaders,
    string Signature
)
{
    /// <summary>As IAM names the service; it differs from the name in signatures only for CloudWatch.</summary>
    public string Service => SigningName == "monitoring" ? "cloudwatch" : SigningName;

    public static CredentialScope Parse(string header)
    {
        var match = Form().Match(header);
        if (!match.Success)
            throw new SandboxException("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
        return new CredentialScope(
            match.Groups["key"].Value,
            match.Groups["date"].Value,
            match.Groups["region"].Value,
            match.Groups["service"].Value,
            match.Groups["headers"].Value.Split(';'),
            match.Groups["signature"].Value
        );
    }

    [GeneratedRegex(
        "^AWS4-HMAC-SHA256 +Credential=(?<key>[^/,]+)/(?<date>[0-9]{8})/(?<region>[a-z0-9-]+)/(?<service>[a-z0-9-]+)/aws4_request, *SignedHeaders=(?<headers>[a-z0-9;-]+), *Signature=(?<signature>[0-9a-f]{64})$"
    )]
    private static partial Regex Form();
}
