using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Governance.Config;

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
