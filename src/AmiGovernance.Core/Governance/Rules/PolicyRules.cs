using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>A rule on any service control policy, ours or not.</summary>
internal sealed record PolicyRule(DiagnosticDescriptor Descriptor, Action<PolicyRuleInput, DiagnosticBag> Check);

/// <param name="AsOf">The day of the check (UTC): what has ended by then can never fire again.</param>
internal sealed record PolicyRuleInput(JsonDocumentTree Tree, PolicyDocument Policy, DateOnly AsOf)
{
    public SourceLocation At(JsonNode? node) => Tree.At(node ?? Tree.Root);

    /// <summary>The place of one value of `Action` or `NotAction`.</summary>
    public SourceLocation AtAction(Statement statement, int index) =>
        AtValue(statement, statement.ActionsExcluded ? "NotAction" : "Action", index);

    private SourceLocation AtValue(Statement statement, string key, int index)
    {
        var value = (statement.Node as JsonObject)?[key];
        return At(value is JsonArray array && index < array.Items.Count ? array.Items[index] : value ?? statement.Node);
    }

    /// <summary>The known actions that the statement names; empty for `NotAction`, which names the others.</summary>
    public static IEnumerable<ActionDefinition> ActionsOf(Statement statement) =>
        statement.ActionsExcluded ? [] : statement.Actions.SelectMany(Matching);

    public static IEnumerable<ActionDefinition> Matching(string pattern)
    {
        var colon = pattern.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || ActionTable.Service(pattern[..colon]) is not { } service)
            return [];
        var name = pattern[(colon + 1)..];
        if (Wildcard.HasWildcards(name))
            return service.All.Where(a => Wildcard.Matches(name, a.Name, ignoreCase: true));
        return service.Find(name) is { } action ? [action] : [];
    }
}

internal static class PolicyRules
{
    public static IReadOnlyList<PolicyRule> Of(PolicyType language) =>
        language == PolicyType.ResourceControlPolicy ? OfResourceControl : All;

    public static readonly IReadOnlyList<PolicyRule> All =
    [
        UnknownAction.Rule,
        KeyNeverCarried.Rule,
        StatementNeverFires.Rule,
        ConditionNeverHolds.Rule,
        OperatorUnlikeKey.Rule,
        WildcardNotHonoured.Rule,
        DeniesWhatLacksTheKey.Rule,
        NoImageOwner.Rule,
        OwnerBehindAlias.Rule,
        OwnerListsExclude.Rule,
        OwnerDenyLeavesActions.Rule,
        CreationDenyLeavesWays.Rule,
        VariableWithoutVersion.Rule,
        UnfilledPlaceholder.Rule,
        NoSuchPrincipal.Rule,
        DeniesEveryLaunch.Rule,
        TagsOfSharedImages.Rule,
        NegatedForAnyValue.Rule,
    ];

    /// <summary>Those that rest on the language alone, not on whom an SCP reaches, and those of resource control policies.</summary>
    public static readonly IReadOnlyList<PolicyRule> OfResourceControl =
    [
        ServiceNotCovered.Rule,
        UnknownAction.Rule,
        KeyNeverCarried.Rule,
        ConditionNeverHolds.Rule,
        OperatorUnlikeKey.Rule,
        WildcardNotHonoured.Rule,
        VariableWithoutVersion.Rule,
        UnfilledPlaceholder.Rule,
        NegatedForAnyValue.Rule,
    ];
}
