using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Backtest;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>Writes down what was decided on a finding.</summary>
internal static class TriageSetCommand
{
    private static readonly CommandHelp Help = new(
        "amigov triage set launch-333344445555-999988887777 --outcome violation",
        "triage"
    );

    private const string VerdictHelp = "The calls that are decided on: denied, marked or undecided";

    private const int LongestFinding = 128;

    /// <summary>What is null stays as it is.</summary>
    internal sealed record Arguments(string Folder, string Finding)
    {
        public TriageOutcome? Outcome { get; init; }

        public Verdict? Verdict { get; init; }

        public TriageState? State { get; init; }

        public string? Reason { get; init; }

        public string? Ticket { get; init; }

        public string? DecidedBy { get; init; }
    }

    public static Command Create(CliContext context)
    {
        var finding = new Argument<string>("FINDING") { Description = "As backtest names it" };
        finding.AddCheck(CheckFinding);
        var outcome = Text("--outcome", "OUTCOME", "legitimate, violation or noise", TriageNames.Outcomes.All);
        var verdict = Text("--verdict", "VERDICT", VerdictHelp, Verdicts.All.All);
        var state = Text("--state", "STATE", "open or closed", TriageNames.States.All);
        var reason = Text("--reason", "TEXT", "Why; needed to close");
        var ticket = Text("--ticket", "TICKET", "Where it is worked on");
        var by = Text("--by", "NAME", "Who decided");
        var folder = TriageCommand.Folder();
        var command = new HelpedCommand("set", "Decide on a finding; what is not given stays as it is", Help)
        {
            finding,
            outcome,
            verdict,
            state,
            reason,
            ticket,
            by,
            folder,
        };
        command.SetAction(result =>
            Run(
                new Arguments(result.GetRequiredValue(folder), result.GetRequiredValue(finding))
                {
                    Outcome = TriageNames.Outcomes.Find(result.GetValue(outcome) ?? ""),
                    Verdict = Verdicts.All.Find(result.GetValue(verdict) ?? ""),
                    State = TriageNames.States.Find(result.GetValue(state) ?? ""),
                    Reason = result.GetValue(reason),
                    Ticket = result.GetValue(ticket),
                    DecidedBy = result.GetValue(by),
                },
                context
            )
        );
        return command;
    }

    /// <summary>The exit code.</summary>
    public static int Run(Arguments arguments, CliContext context)
    {
        var bag = new DiagnosticBag();
        var before = TriageFiles.Read(context.Files, arguments.Folder, arguments.Finding, bag);
        var entry = Changed(before ?? new TriageEntry { Finding = arguments.Finding }, arguments) with
        {
            DecidedOn = context.Time.Today(),
        };
        if (!bag.HasErrors)
            TriageFiles.Write(context.Files, arguments.Folder, entry, bag);
        // The console offers what it has read, and no name is typed there.
        if (before is null && !context.IsCommitted)
            TriageFiles.WarnOfUnrecorded(context.Files, arguments.Folder, entry, bag);
        context.PrintFindings(bag.ToSorted());
        if (bag.HasErrors)
            return ExitCodes.Errors;

        var path = TriageFiles.PathOf(arguments.Folder, arguments.Finding);
        context.Out.WriteLine($"✓ {Sanitize.Text(path)}: {TriageText.State(entry)}");
        BulletList.WriteNext(context.Hints(context.Out), NextSteps(entry, arguments.Folder, context));
        return ExitCodes.Done;
    }

    /// <summary>What the outcome asks for while the finding is open, and what else is.</summary>
    private static IEnumerable<string> NextSteps(TriageEntry entry, string folder, CliContext context)
    {
        if (entry.State == TriageState.Open)
            yield return TriageText.Asks(entry, folder);
        if (!context.IsCommitted)
            yield return "commit the file: it is reviewed like code";
        var triage = TriageFiles.Read(context.Files, folder, new DiagnosticBag());
        var others = triage.Open.Count(e => e.Finding != entry.Finding);
        if (others == 0)
            yield break;
        var list = SuggestedCommand.Of(ShellText.Of($"amigov triage list --open") + TriageText.In(folder));
        yield return $"{Plural.Of(others, "other finding is", "other findings are")} open: {list}";
    }

    private static Option<string?> Text(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };

    private static Option<string?> Text(string name, string value, string description, IEnumerable<string> words)
    {
        var option = Text(name, value, description);
        option.AcceptOnlyFromAmong([.. words]);
        return option;
    }

    private static TriageEntry Changed(TriageEntry entry, Arguments arguments) =>
        entry with
        {
            Outcome = arguments.Outcome ?? entry.Outcome,
            Verdict = arguments.Verdict ?? entry.Verdict,
            State = arguments.State ?? entry.State,
            Reason = arguments.Reason ?? entry.Reason,
            Ticket = arguments.Ticket ?? entry.Ticket,
            DecidedBy = arguments.DecidedBy ?? entry.DecidedBy,
        };

    /// <summary>It becomes the name of a file.</summary>
    private static void CheckFinding(ArgumentResult result)
    {
        foreach (var text in result.Tokens.Select(t => t.Value).Where(t => !IsFinding(t)))
            result.AddError(
                $"'{Sanitize.Text(text)}' is no finding; backtest names them, such as launch-333344445555-999988887777"
            );
    }

    private static bool IsFinding(string text) =>
        text.Length is > 0 and <= LongestFinding && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
