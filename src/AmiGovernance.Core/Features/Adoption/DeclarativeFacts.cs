using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Adoption;

/// <summary>A declarative policy that was read without errors.</summary>
internal sealed record ReadDeclarative(FoundPolicy Policy, JsonDocumentTree Tree, DeclarativePolicy Meaning)
{
    /// <summary>Whether what it says depends on the policies above it.</summary>
    public bool ChangesWhatIsInherited => Uses(Tree.Root, "@@append") || Uses(Tree.Root, "@@remove");

    /// <summary>Attributes that are not governed here.</summary>
    public IEnumerable<JsonProperty> OtherAttributes =>
        (Tree.Root as JsonObject)?["ec2_attributes"] is JsonObject attributes
            ? DeclarativeNodeReader
                .Values(attributes)
                .Where(p => p.Name != "exception_message" && DeclarativeAttributes.Governed.All(a => a.Name != p.Name))
            : [];

    private static bool Uses(JsonNode node, string name) =>
        node switch
        {
            JsonObject found => found.Properties.Any(p => p.Name == name || Uses(p.Value, name)),
            JsonArray array => array.Items.Any(item => Uses(item, name)),
            _ => false,
        };
}

/// <summary>What declarative policies say of images, together.</summary>
internal sealed class DeclarativeFacts
{
    /// <summary>The policy that says which images are allowed; null where none does.</summary>
    public ReadDeclarative? Main { get; private set; }

    public DeclarativePolicy Meaning { get; private set; } = new();

    public ImmutableArray<ReadDeclarative> Read { get; }

    public List<NotCarried> NotCarried { get; } = [];

    public List<string> Contradictions { get; } = [];

    public bool HasList => Meaning.State is not null;

    public DeclarativeFacts(IEnumerable<ReadDeclarative> policies)
    {
        Read = [.. policies];
        foreach (var policy in Read)
            Add(policy);
    }

    private void Add(ReadDeclarative policy)
    {
        foreach (var attribute in policy.OtherAttributes)
            NotCarried.Add(
                Adoption.NotCarried.Of(
                    policy.Policy,
                    attribute.Value.Pointer,
                    $"sets the attribute {attribute.Name}",
                    "is not about images: stays in its policy"
                )
            );
        if (policy.Meaning.State is not null)
            List(policy);
        foreach (var attribute in DeclarativeAttributes.WithState)
            State(policy, attribute);
        if (Meaning.ExceptionMessage is null || policy == Main)
            Meaning = Meaning with { ExceptionMessage = policy.Meaning.ExceptionMessage ?? Meaning.ExceptionMessage };
    }

    private void List(ReadDeclarative policy)
    {
        if (Main is null)
        {
            Main = policy;
            Meaning = Meaning with { State = policy.Meaning.State, Criteria = policy.Meaning.Criteria };
            return;
        }
        var same = Governance.Proof.DeclarativeDifference.Between(OfImages(Main.Meaning), OfImages(policy.Meaning));
        if (!same.IsEmpty)
            Contradictions.Add(
                $"{Main.Policy.Words} and {policy.Policy.Words} both say which images are allowed, and not the same"
            );
    }

    private static DeclarativePolicy OfImages(DeclarativePolicy policy) =>
        new() { State = policy.State, Criteria = policy.Criteria };

    private void State(ReadDeclarative policy, StateAttribute attribute)
    {
        if (policy.Meaning.StateOf(attribute) is not { } state)
            return;
        if (Meaning.StateOf(attribute) is { } known && known != state)
            Contradictions.Add($"{policy.Policy.Words} and another policy set {attribute.Name} to different states");
        else
            Meaning = Meaning.With(attribute, state);
    }
}
