using AmiGovernance.Core.Declarative;
using AmiGovernance.Core.Identifiers;
using AmiGovernance.Core.Json;

namespace AmiGovernance.Core.Config;

public enum PublisherKind
{
    Ops,
    Vendor,
}

/// <summary>An account whose images every account of the organization may launch.</summary>
public sealed record Publisher(
    JsonObject Node,
    PublisherKind Kind,
    AccountId AccountId,
    string? Name,
    bool MayCreateImages,
    ImageCriteria? Criteria
);

/// <summary>An owner that AWS knows by an alias, such as `amazon`.</summary>
public sealed record AliasPublisher(JsonNode Node, OwnerAlias Alias, ImageCriteria? Criteria);
