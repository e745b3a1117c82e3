using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <param name="MayAsk">Whether a person who is there may be asked.</param>
/// <param name="Digest">Of the version that the person has seen elsewhere; null for whatever is there.</param>
internal sealed record DecideArguments(DecideInput Input, bool MayAsk, string? Digest);

/// <summary>What the person has seen before the decision is made.</summary>
/// <param name="Digest">Of the version; null for whatever is there.</param>
/// <param name="Messages">Of the findings that stand on the screen already.</param>
internal sealed record AskedAbout(string? Digest, HashSet<string> Messages);

/// <summary>Approves or rejects, as a commit of the person who decides.</summary>
internal static class DecideCommand
{
    public static Command Approve(CliContext context) =>
        Create(
            context,
            new HelpedCommand(
                "approve",
                "Approve a request, or its newest extension",
                new CommandHelp(
                    "amigov exception approve CLOUD-1234 --as cloud-architect --reason \"the plan is sound\"",
                    "exceptions"
                )
            ),
            RequestEvent.Approved
        );

    public static Command Reject(CliContext context) =>
        Create(
            context,
            new HelpedCommand(
                "reject",
                "Reject a request, or its newest extension",
                new CommandHelp(
                    "amigov exception reject CLOUD-1234 --as security-lead --reason \"use the golden image\"",
                    "exceptions"
                )
            ),
            RequestEvent.Rejected
        );

    private static HelpedCommand Create(CliContext context, HelpedCommand command, RequestEvent decision)
    {
        var ticket = ExceptionCommand.Ticket();
        var role = new Option<string>("--as")
        {
            Description = "The role that you decide in, such as security-lead",
            HelpName = "ROLE",
            Required = true,
        };
        var reason = new Option<string?>("--reason") { Description = "Why", HelpName = "TEXT" };
        var digest = new Option<string?>("--digest")
        {
            Description = "Only the version of this digest; another one is not decided on",
            HelpName = "SHA256",
        };
        var yes = new Option<bool>("--yes", "-y") { Description = "Ask nothing" };
        var config = CommonOptions.Config();
        foreach (var option in (Option[])[role, reason, digest, yes, config])
            command.Options.Add(option);
        command.Arguments.Add(ticket);
        command.SetAskingAction(
            (result, cancel) =>
            {
                var input = new DecideInput(
                    result.GetRequiredValue(ticket),
                    result.GetRequiredValue(role),
                    decision,
                    result.GetValue(reason) ?? "",
                    result.GetRequiredValue(config)
                );
                return Run(context, new DecideArguments(input, !result.GetValue(yes), result.GetValue(digest)), cancel);
            }
        );
        return command;
    }

    internal static int Run(CliContext context, DecideArguments arguments, CancellationToken cancel)
    {
        var bag = new DiagnosticBag();
        var questions = new Questions(context, context.IsInteractive && arguments.MayAsk, cancel);
        var decide = CommonOptions.Git(context, bag) is { } git
            ? new DecideRequest(context.Files, git, git, context.Time)
            : null;
        if (decide is null || !questions.Ask)
            return Decide(context, decide, arguments.Input, new AskedAbout(arguments.Digest, []), bag);

        if (decide.Check(arguments.Input, arguments.Digest, bag) is not { } found)
            return Refused(context, bag);
        context.PrintFindings(bag.ToSorted());
        if (Confirm(questions, arguments.Input, found) is not { } confirmed)
            return ExitCodes.No;
        // Deciding checks once more; what it finds again stands above the question.
        var asked = new AskedAbout(
            found.Status.Newest.Part.Digest,
            bag.ToSorted().Select(d => d.Message).ToHashSet(StringComparer.Ordinal)
        );
        return Decide(context, decide, confirmed, asked, new DiagnosticBag());
    }

    /// <summary>The decision with its reason; null when the person takes it back.</summary>
    private static DecideInput? Confirm(Questions questions, DecideInput input, Decidable found)
    {
        questions.Context.Error.Write(RequestMarkdown.Newest(found.Status));
        var reason = questions.Text(
            "Reason",
            input.Reason.Length > 0 ? input.Reason : null,
            null,
            text => text.Length > 0 ? null : "a decision has a reason"
        );
        var verb = input.Event == RequestEvent.Approved ? "Approve" : "Reject";
        var question = $"{verb} {found.Status.Newest.Part.Name} as {found.By}?";
        return questions.YesNo(question, null, fallback: false) ? input with { Reason = reason ?? "" } : null;
    }

    /// <param name="decide">Null where there is no repository, as the bag says.</param>
    private static int Decide(
        CliContext context,
        DecideRequest? decide,
        DecideInput input,
        AskedAbout asked,
        DiagnosticBag bag
    )
    {
        if (input.Reason.Length == 0)
        {
            context.Error.WriteLine("`--reason` is needed: a decision has a reason");
            return ExitCodes.BadCommandLine;
        }
        using var turn = RunLock.Wait(context, RunLock.Exceptions, "exception decision");
        if (turn is null)
            return ExitCodes.Errors;
        if (decide?.Run(input, asked.Digest, bag) is not { } done)
            return Refused(context, bag);

        context.PrintFindings(bag.ToSorted().Where(d => !asked.Messages.Contains(d.Message)));
        context.Out.WriteLine($"✓ {RequestPaths.Record(done.Record)}");
        context.Out.WriteLine(
            $"✓ commit {CommitFacts.Short(done.CommitId)} by {CaseWords.Name(done.Record.By)} (`git push` shares it)"
        );
        if (done.Status is { } status)
            NextStep.Write(context.Out, status, done.Approvers);
        return bag.HasErrors ? ExitCodes.Errors : ExitCodes.Done;
    }

    private static int Refused(CliContext context, DiagnosticBag bag)
    {
        context.PrintFindings(bag.ToSorted());
        context.Error.WriteLine("nothing was decided");
        return ExitCodes.Errors;
    }
}
