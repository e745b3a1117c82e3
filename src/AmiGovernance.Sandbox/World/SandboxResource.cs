using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Sandbox.World;

/// <summary>
/// What the services beside EC2 and Organizations hold: dashboards, alarms, parameters, topics, … A resource is the document
/// that its call gives back, with times in ISO 8601.
/// </summary>
internal sealed record SandboxResource(ResourceList List, string Name, JsonObject Body)
{
    /// <summary>A parameter of Systems Manager; launches can take their image from one.</summary>
    public const string Parameter = "parameter";

    public SandboxResource(string kind, Place place, string name, JsonObject body)
        : this(new ResourceList(kind, place), name, body) { }

    public string Kind => List.Kind;

    public AccountId Account => List.Account;

    /// <summary>Null for what is not regional.</summary>
    public RegionName? Region => List.Region;

    /// <summary>A text of the document; null where it has none of that name.</summary>
    public string? Text(string member) => (string?)Body[member];
}

/// <summary>The resources of one kind that an account has in a Region.</summary>
/// <param name="Region">Null for what is not regional.</param>
internal readonly record struct ResourceList(string Kind, AccountId Account, RegionName? Region)
{
    public ResourceList(string kind, Place place)
        : this(kind, place.Account, place.Region) { }
}
