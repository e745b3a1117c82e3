using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Generation;

/// <summary>
/// The part of service control policies that enforces: what denies launches, and copies by owner. Everything else holds in audit mode too.
/// </summary>
internal static class LaunchDenies
{
    public static bool Is(Statement statement) => WithoutLaunches(statement) is null;

    /// <summary>
    /// Null when nothing remains. A statement that names its actions by a pattern or by what it leaves out is not ours, and stays.
    /// </summary>
    public static Statement? WithoutLaunches(Statement statement)
    {
        if (statement.Effect != Effect.Deny || statement.ActionsExcluded)
            return statement;
        if (statement.Actions is [GuardedActions.Copy] && statement.Conditions.Any(c => c.Key == ScpGenerator.Owner))
            return null;
        var left = statement.Actions.RemoveAll(GuardedActions.IsLaunch);
        if (left.Length == statement.Actions.Length)
            return statement;
        return left.IsEmpty ? null : statement with { Actions = left };
    }

    /// <summary>Null when nothing remains.</summary>
    public static PolicyDocument? WithoutLaunches(PolicyDocument document)
    {
        ImmutableArray<Statement> left = [.. document.Statements.Select(WithoutLaunches).OfType<Statement>()];
        return left.IsEmpty ? null : document with { Statements = left };
    }
}
