using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>Prints a difference in meaning: `-` for what is denied from now on, `+` for what is allowed from now on.</summary>
internal static class DifferenceView
{
    /// <summary>More are told by their number.</summary>
    private const int MostNames = 8;

    public static void WriteText(TextWriter writer, MeaningDifference difference)
    {
        if (difference.IsEmpty)
        {
            writer.WriteLine("the same meaning: no request is decided otherwise");
            return;
        }
        if (!difference.Declarative.IsEmpty)
            writer.WriteLine("declarative policy");
        foreach (var line in difference.Declarative)
            writer.WriteLine($"  ~ {Visible.Text(line)}");
        if (!difference.Scp.Changes.IsEmpty)
            writer.WriteLine("service control policy");
        foreach (var change in difference.Scp.Changes)
        {
            writer.WriteLine(
                $"  {(change.IsDeniedNow ? "-" : "+")} {(change.IsDeniedNow ? "denied from now on" : "allowed from now on")}: {Visible.Text(Requests(change))}"
            );
            writer.WriteLine($"      {Statements(change)}");
            writer.WriteLine($"      amigov explain {Visible.Text(change.Example)}");
        }
        foreach (var statement in difference.Scp.NotCompared)
            writer.WriteLine($"  ? not compared: {Visible.Text(statement)}");
    }

    public static string Json(MeaningDifference difference) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            WriteMembers(writer, difference);
            writer.WriteEndObject();
        });

    /// <summary>Into an object that the caller has begun.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, MeaningDifference difference)
    {
        writer.WriteBoolean("same_meaning", difference.IsEmpty);
        writer.WriteStrings("declarative_policy", difference.Declarative);
        writer.WriteStartArray("service_control_policy");
        foreach (var change in difference.Scp.Changes)
        {
            writer.WriteStartObject();
            writer.WriteString("before", change.Before is null ? "allowed" : "explicitDeny");
            writer.WriteString("after", change.After is null ? "allowed" : "explicitDeny");
            writer.WriteStrings("actions", change.Actions);
            writer.WriteStrings("image_owners", change.Images);
            writer.WriteBoolean("owners_that_no_policy_names", change.OtherOwners);
            writer.WriteString("callers", change.Callers);
            writer.WriteString("when", change.When);
            if (change.Before is { } before)
                writer.WriteString("statement_before", before.Sid);
            if (change.After is { } after)
                writer.WriteString("statement_after", after.Sid);
            writer.WriteString("example", $"amigov explain {change.Example}");
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStrings("not_compared", difference.Scp.NotCompared);
    }

    public static string Markdown(MeaningDifference difference)
    {
        if (difference.IsEmpty)
            return "The same meaning: no request is decided otherwise.\n";
        ImmutableArray<string[]> rows =
        [
            .. difference.Declarative.Select(line => new[] { "declarative", "changed", line, "" }),
            .. difference.Scp.Changes.Select(c =>
                new[]
                {
                    "SCP",
                    c.IsDeniedNow ? "denied from now on" : "allowed from now on",
                    Requests(c),
                    Statements(c),
                }
            ),
            .. difference.Scp.NotCompared.Select(s => new[] { "SCP", "not compared", s, "" }),
        ];
        return TableOutput.Markdown(["layer", "change", "requests", "by"], rows);
    }

    private static string Requests(ChangedRequests change)
    {
        var owners =
            change.Images.IsEmpty && !change.OtherOwners
                ? ""
                : $" {(change.Actions.All(GuardedActions.Launch.Contains) ? "from" : "on")} images of {Owners(change)}";
        return $"{Calls(change.Actions)}{owners} by {change.Callers}{(change.When.Length == 0 ? "" : $", {change.When}")}";
    }

    private static string Calls(ImmutableArray<string> actions) =>
        actions.Length > 1 && actions.All(GuardedActions.Launch.Contains)
            ? actions.Length == GuardedActions.Launch.Length
                ? "launches"
                : $"launches by {Names(actions)}"
            : actions.Length == GuardedActions.Creation.Length && actions.All(GuardedActions.Creation.Contains)
                ? "creating, copying and importing images"
                : Names(actions);

    private static string Owners(ChangedRequests change) =>
        change.Images.IsEmpty
            ? "owners that no policy names"
            : Names(change.Images) + (change.OtherOwners ? " and of owners that no policy names" : "");

    private static string Names(ImmutableArray<string> names) =>
        string.Join(", ", names.Take(MostNames))
        + (names.Length > MostNames ? $" and {names.Length - MostNames} more" : "");

    private static string Statements(ChangedRequests change) =>
        (change.Before, change.After) switch
        {
            (null, { } now) => $"by statement `{Name(now)}`",
            ({ } before, null) => $"statement `{Name(before)}` denied it before",
            _ => "",
        };

    private static string Name(Statement statement) => Visible.Text(statement.Sid ?? "without Sid");
}
