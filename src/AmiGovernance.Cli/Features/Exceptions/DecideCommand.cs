using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Requests;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>Approves or rejects, as a commit of the person who decides.</summary>
internal static class DecideCommand
{
    public static Command Approve(CliContext context) =>
        Create(context, "approve", "Approve a request, or its newest extension", RequestEvent.Approved);

    public static Command Reject(CliContext context) =>
        Create(context, "reject", "Reject a request, or its newest extension", RequestEvent.Rejected);

    private static Command Create(CliContext context, string name, string description, RequestEvent decision)
    {
        var ticket = ExceptionCommand.Ticket();
        var role = new Option<string>("--as")
        {
            Description = "The role that you decide in, such as security-lead",
            HelpName = "ROLE",
            Required = true,
        };
        var reason = new Option<string?>("--reason") { Description = "Why", HelpName = "TEXT" };
        var yes = new Option<bool>("--yes", "-y") { Description = "Ask nothing" };
        var config = CommonOptions.Config();
        var command = new Command(name, description) { ticket, role, reason, yes, config };
        command.SetAction(result =>
            Run(
                context,
                new DecideInput(
                    result.GetValue(ticket) ?? "",
                    result.GetValue(role) ?? "",
                    decision,
                    result.GetValue(reason) ?? "",
                    result.GetValue(config) ?? ""
                ),
                !result.GetValue(yes)
            )
        );
        return command;
    }

    private static int Run(CliContext context, DecideInput input, bool mayAsk)
    {
        var bag = new DiagnosticBag();
        var questions = new Questions(context, context.IsInteractive && mayAsk);
        var decide = CommonOptions.Git(context, bag) is { } git
            ? new DecideRequest(context.Files, git, context.Time)
            : null;
        if (questions.Ask && decide is not null)
        {
            if (decide.Check(input, bag) is not { } found)
                return Refused(context, bag);
            context.Error.Write(RequestMarkdown.Render(found.Status.Case.Request));
            var reason = questions.Text(
                "Reason",
                input.Reason.Length > 0 ? input.Reason : null,
                null,
                t => t.Length > 0 ? null : "a decision has a reason"
            );
            if (
                !questions.YesNo(
                    $"{(input.Event == RequestEvent.Approved ? "Approve" : "Reject")} {found.Status.Newest.Part.Name} as {found.By}?",
                    null,
                    fallback: false
                )
            )
                return ExitCodes.No;
            (input, bag) = (input with { Reason = reason ?? "" }, new DiagnosticBag());
        }
        if (input.Reason.Length == 0)
        {
            context.Error.WriteLine("`--reason` is needed: a decision has a reason");
            return ExitCodes.BadCommandLine;
        }
        if (decide?.Run(input, bag) is not { } done)
            return Refused(context, bag);
        context.PrintFindings(bag.ToSorted());
        context.Out.WriteLine($"✓ {RequestPaths.Record(done.Record)}");
        context.Out.WriteLine(
            $"✓ commit {done.CommitId[..8]} by {CaseText.Name(done.Record.By)} (`git push` shares it)"
        );
        CaseText.WriteNext(context.Out, done.Status, done.Sources);
        return bag.HasErrors ? ExitCodes.Errors : ExitCodes.Done;
    }

    private static int Refused(CliContext context, DiagnosticBag bag)
    {
        context.PrintFindings(bag.ToSorted());
        context.Error.WriteLine("nothing was decided");
        return ExitCodes.Errors;
    }
}
