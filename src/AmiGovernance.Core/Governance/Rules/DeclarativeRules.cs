using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>A rule on any EC2 declarative policy, ours or not.</summary>
internal sealed record DeclarativeRule(
    DiagnosticDescriptor Descriptor,
    Action<DeclarativeRuleInput, DiagnosticBag> Check
);

internal sealed record DeclarativeRuleInput(JsonDocumentTree Tree, DeclarativePolicy Policy)
{
    private JsonNode? Settings => DeclarativeAttributes.AllowedImagesSettings.In(Tree.Root);

    public SourceLocation At(DeclarativeAttribute attribute) => Tree.At(attribute.In(Tree.Root) ?? Tree.Root);

    public SourceLocation AtSettings() => Tree.At(Settings ?? Tree.Root);

    public SourceLocation At(ImageCriterion criterion)
    {
        var criteria = (Settings as JsonObject)?["image_criteria"] as JsonObject;
        return Tree.At(criteria?[$"criteria_{criterion.Number}"] ?? Tree.Root);
    }
}

internal static class DeclarativeRules
{
    public static readonly IReadOnlyList<DeclarativeRule> All =
    [
        CriterionWithoutProvider.Rule,
        WatermarkOfAnyAccount.Rule,
        EnabledWithoutCriteria.Rule,
        LeftUnblocked.Rule,
        AttributeWithoutLock.Rule,
    ];
}
