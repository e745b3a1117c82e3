using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Says in words which requests are decided otherwise, and by which statement.</summary>
public static class DifferenceWords
{
    /// <summary>More are told by their number.</summary>
    private const int MostNames = 8;

    public static string Change(ChangedRequests change) =>
        change.IsDeniedNow ? "denied from now on" : "allowed from now on";

    public static string Requests(ChangedRequests change)
    {
        var requests = $"{Calls(change.Actions)}{OnKinds(change)}{OnImages(change)} by {change.Callers}";
        return change.When.Length == 0 ? requests : $"{requests}, {change.When}";
    }

    public static string Statements(ChangedRequests change) =>
        (change.Before, change.After) switch
        {
            (null, { } now) => $"by statement `{Name(now)}`",
            ({ } before, null) => $"statement `{Name(before)}` denied it before",
            _ => "",
        };

    private static string OnKinds(ChangedRequests change) =>
        change.Kinds switch
        {
            [] => "",
            [var kind] => $" naming {kind}",
            var kinds => $" naming one of {Names(kinds)}",
        };

    private static string OnImages(ChangedRequests change)
    {
        if (change.Images.IsEmpty && !change.OtherOwners)
            return "";
        var preposition = AreLaunches(change.Actions) ? "from" : "on";
        return $" {preposition} images of {Owners(change)}";
    }

    private static string Calls(ImmutableArray<string> actions)
    {
        if (actions.Length > 1 && AreLaunches(actions))
            return actions.Length == GuardedActions.Launch.Length ? "launches" : $"launches by {Names(actions)}";
        var isEveryCreation =
            actions.Length == GuardedActions.Creation.Length && actions.All(GuardedActions.Creation.Contains);
        return isEveryCreation ? "creating, copying and importing images" : Names(actions);
    }

    private static bool AreLaunches(ImmutableArray<string> actions) => actions.All(GuardedActions.Launch.Contains);

    private static string Owners(ChangedRequests change)
    {
        if (change.Images.IsEmpty)
            return "owners that no policy names";
        var names = Names(change.Images);
        return change.OtherOwners ? $"{names} and of owners that no policy names" : names;
    }

    private static string Names(ImmutableArray<string> names) => Shortened.List(names, MostNames);

    private static string Name(Statement statement) => Sanitize.Text(statement.Sid ?? "without Sid");
}
