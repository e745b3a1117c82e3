using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Policies.Declarative;

/// <summary>An attribute below `ec2_attributes` that is governed here.</summary>
/// <param name="Name">As policies spell it.</param>
public record DeclarativeAttribute(string Name)
{
    /// <summary>What people know it by, such as `block public access`.</summary>
    public required string Title { get; init; }

    /// <summary>The call of EC2 that says what is in force in an account and Region, and who manages it.</summary>
    public required string ReadCall { get; init; }

    /// <summary>The IAM actions that switch it off or weaken it. They carry no resource but `*`.</summary>
    public required ImmutableArray<string> WeakenedBy { get; init; }

    /// <summary>The IAM actions that set it: EC2 refuses them to every account where a policy sets it.</summary>
    public virtual ImmutableArray<string> SetBy => WeakenedBy;

    /// <summary>The JSON Pointer of the attribute in a document.</summary>
    public string Pointer => $"/{DeclarativeAttributes.Root}/{Name}";

    /// <summary>Null when the document says nothing of it. For a document as Organizations has it.</summary>
    internal JsonNode? In(JsonNode root) => ((root as JsonObject)?[DeclarativeAttributes.Root] as JsonObject)?[Name];
}
