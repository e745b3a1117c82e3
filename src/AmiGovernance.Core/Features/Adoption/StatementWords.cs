using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Features.Adoption;

/// <summary>Says in words what a statement denies. Everything in it comes from outside and is shown harmless by the view.</summary>
internal static class StatementWords
{
    /// <summary>Longer lists are told by their number.</summary>
    private const int Most = 6;

    private const int MostCharacters = 400;

    public static string Of(Statement statement)
    {
        var effect = statement.Effect == Effect.Deny ? "denies" : "allows";
        var actions = List(statement.Actions);
        var resources = statement.Resources is ["*"] or [] ? "" : $" on {Resources(statement)}";
        var conditions = statement.Conditions.IsEmpty
            ? ""
            : $" where {string.Join(" and ", statement.Conditions.Select(Of))}";
        return Cut($"{effect} {Except(statement.ActionsExcluded)}{actions}{resources}{conditions}");
    }

    public static string Resources(Statement statement) =>
        Cut($"{Except(statement.ResourcesExcluded)}{List(statement.Resources)}");

    public static string Of(Condition condition) =>
        Cut($"{condition.Operator} {condition.Key} {List(condition.Values)}");

    public static string List(ImmutableArray<string> values) => Shortened.List(values, Most);

    private static string Except(bool excluded) => excluded ? "all but " : "";

    private static string Cut(string text) => Shortened.Text(text, MostCharacters);
}
