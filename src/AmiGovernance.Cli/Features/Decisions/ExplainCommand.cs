using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail.Reading;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>Answers "why is this launch blocked, or would be".</summary>
internal static class ExplainCommand
{
    private const string NoDeniedCall =
        "the text holds no denied call of the form `User: ARN is not authorized to perform: ACTION on resource: ARN`";

    public static Command Create(CliContext context)
    {
        var options = new ExplainOptions();
        var command = new Command("explain", "Say what both layers make of one call, and why");
        options.AddTo(command);
        command.SetAction((result, cancel) => Run(options.Read(result), context, cancel));
        return command;
    }

    internal static async Task<int> Run(ExplainArguments arguments, CliContext context, CancellationToken cancel)
    {
        var bag = new DiagnosticBag();
        if (Hints(arguments, context, bag) is not { } hints)
            return Fail(context, bag, NoDeniedCall);
        using var connection = arguments.Live is { } settings ? context.Connect(settings) : null;
        LiveAccount? live = null;
        if (connection is not null)
        {
            if (!RegionArguments.TryRead(context, connection.Region.SystemName, out var region))
                return ExitCodes.BadCommandLine;
            live = new LiveAccount(connection, region);
        }
        var defaults = new CallDefaults(ExplainOptions.DefaultRegion, context.Time.GetUtcNow());
        var request = arguments.Request with
        {
            Call = arguments.Request.Call.Or(hints),
            IsServiceLinkedRole = arguments.Request.IsServiceLinkedRole || hints.IsServiceLinkedRole,
        };
        var outcome = await new ExplainCall(context.Files, live, defaults).Run(request, bag, cancel);
        return outcome.Explanation is { } explanation
            ? Print(explanation, arguments.Targets, context)
            : Fail(context, bag, Message(outcome.Problem));
    }

    /// <summary>Null when a text was given that tells of no call; a file that cannot be read is reported.</summary>
    private static CallHints? Hints(ExplainArguments arguments, CliContext context, DiagnosticBag bag)
    {
        if (arguments.ErrorText is { } error)
            return CallSources.FromError(error);
        if (arguments.EventPath is not { } path)
            return new CallHints();
        return context.Files.Read(path, bag) is { } source ? CallSources.FromEvent(source, bag) : null;
    }

    private static int Print(Explanation explanation, IReadOnlyList<OutputTarget> targets, CliContext context)
    {
        var color = context.OutIsTerminal && context.MayColor;
        var renderings = new Renderings(
            () => Renderings.Lines(writer => ExplainView.WriteText(writer, explanation, color)),
            () => ExplainJson.Write(explanation)
        );
        return TableOutput.Write(context, targets, renderings, ExitCode(explanation.Verdict));
    }

    private static int ExitCode(CallVerdict verdict)
    {
        if (verdict.IsOpen)
            return ExitCodes.Incomplete;
        return verdict.IsAllowed ? ExitCodes.Done : ExitCodes.No;
    }

    /// <summary>Findings say enough; without errors the command line lacks something.</summary>
    private static int Fail(CliContext context, DiagnosticBag bag, string message)
    {
        context.PrintFindings(bag.ToSorted());
        if (bag.HasErrors)
            return ExitCodes.Errors;
        context.Error.WriteLine(message);
        return ExitCodes.BadCommandLine;
    }

    private static string Message(CallProblem? problem) =>
        Sanitize.Text(problem?.Message ?? "")
        + problem?.Missing switch
        {
            MissingPart.Account => " (`--account`)",
            MissingPart.ImageOwner =>
                " (`--image-owner`); `aws ec2 describe-images --image-ids … --query 'Images[].[OwnerId,ImageOwnerAlias]'` says it",
            _ => "",
        };
}
