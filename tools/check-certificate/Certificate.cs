using System.Text.Json.Serialization;

namespace CheckCertificate;

/// <summary>The file, as docs/reference/certificate.md describes it. Other members than these are errors.</summary>
internal sealed record Certificate(
    string FormatVersion,
    string AsOf,
    SortedDictionary<string, string> Documents,
    HashSet<string> ManagedServiceAccounts,
    int[] Proven,
    SortedDictionary<string, string> NotCertified,
    Requests[] Requests
);

/// <summary>The classes of all requests for some actions.</summary>
internal sealed record Requests(string Kind, string[] Actions, RequestClass[] Classes);

/// <summary>Each part of a request is chosen by itself; a part that is null may be anything.</summary>
/// <param name="DeniedBy">The first statement that denies all of them; null when none denies any.</param>
internal sealed record RequestClass(
    string? DeniedBy,
    Values? Owners = null,
    Values? OwnerAccounts = null,
    Values? Accounts = null,
    Values? Principals = null,
    string? From = null,
    string? Until = null
)
{
    /// <summary>Whether all that is listed can be: accounts with the principals, and owners of images with an alias.</summary>
    public bool IsSmallest =>
        new[] { Accounts, OwnerAccounts }.OfType<Values>().All(v => v.Listed.All(a => a.All(char.IsAsciiDigit)))
        && (OwnerAccounts is null || Owners?.AnyOf?.IsSubsetOf(Checker.Aliases) == true)
        && (Principals?.AnyOf is not { } p || (Accounts?.AnyOf ?? ["*"]).All(a => p.Any(o => Principal.IsOf(o, a))));

    public bool Contains(Request request) =>
        Owners?.Contains(request.Owner) != false
        && OwnerAccounts?.Contains(request.OwnerAccount) != false
        && Accounts?.Contains(request.Account) != false
        && (Principals is null || Principal.MatchesAny(Principals.Listed, request.Arn) == Principals.AnyOf is not null)
        && (From is null || !request.IsBefore(From))
        && (Until is null || request.IsBefore(Until));
}

/// <summary>Values that are listed, or all but those; patterns one of which is matched, or none of them.</summary>
internal sealed record Values(HashSet<string>? AnyOf = null, HashSet<string>? NoneOf = null)
{
    public HashSet<string> Listed { get; } = AnyOf ?? NoneOf ?? [];

    public bool Contains(string value) => Listed.Contains(value) == AnyOf is not null;
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower
)]
[JsonSerializable(typeof(Certificate))]
internal sealed partial class CertificateJson : JsonSerializerContext;
