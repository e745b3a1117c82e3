using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace CheckCertificate;

/// <summary>The file, as docs/reference/certificate.md describes it. Other members than these are errors.</summary>
internal sealed record Certificate(
    string FormatVersion,
    DateTimeOffset AsOf,
    ImmutableSortedDictionary<string, string> Documents,
    ImmutableHashSet<string> ManagedServiceAccounts,
    ImmutableArray<int> Proven,
    ImmutableSortedDictionary<string, string> NotCertified,
    ImmutableArray<Requests> Requests
);

/// <summary>The classes of all requests for some actions.</summary>
internal sealed record Requests(string Kind, ImmutableArray<string> Actions, ImmutableArray<RequestClass> Classes);

/// <summary>Each part of a request is chosen by itself; a part that is null may be anything.</summary>
/// <param name="DeniedBy">The first statement that denies all of them; null when none denies any.</param>
internal sealed record RequestClass(
    string? DeniedBy,
    Values? Owners = null,
    Values? OwnerAccounts = null,
    Values? Accounts = null,
    Values? Principals = null,
    DateTimeOffset? From = null,
    DateTimeOffset? Until = null
)
{
    public bool Contains(Request request) =>
        Owners?.Contains(request.Owner) != false
        && OwnerAccounts?.Contains(request.OwnerAccount) != false
        && Accounts?.Contains(request.Account) != false
        && (Principals is null || Principal.MatchesAny(Principals.Listed, request.Arn) == Principals.AnyOf is not null)
        && !(request.Time < From || request.Time >= Until);
}

/// <summary>Values that are listed, or all but those; patterns one of which is matched, or none of them.</summary>
internal sealed record Values(ImmutableHashSet<string>? AnyOf = null, ImmutableHashSet<string>? NoneOf = null)
{
    public ImmutableHashSet<string> Listed => AnyOf ?? NoneOf ?? [];

    public bool Contains(string value) => Listed.Contains(value) == AnyOf is not null;
}

[JsonSourceGenerationOptions(
    AllowDuplicateProperties = false,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow
)]
[JsonSerializable(typeof(Certificate))]
internal sealed partial class CertificateJson : JsonSerializerContext;
