using System.CommandLine;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>Answers "why is this launch blocked, or would be".</summary>
internal static class ExplainCommand
{
    private const string StandardInput = "-";

    private const string NoRefusal =
        "the text is no error of AWS that is known: neither `User: ARN is not authorized to perform: ACTION`, nor an error code of EC2, "
        + "nor a decoded message; `--from-error -` reads standard input, `--from-event` takes a record";

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
        if (arguments.Request.Call.WithKeys(k => $"`{k.Option}`", out var problem) is not { } said)
            return Fail(context, bag, Message(problem));
        if (Hints(arguments, context, bag) is not { } hints)
            return Fail(context, bag, NoRefusal);
        using var connection = arguments.Live is { } settings ? context.Connect(settings) : null;
        LiveAccount? live = null;
        if (connection is not null)
        {
            if (!RegionArguments.TryRead(context, connection.Region.SystemName, out var region))
                return ExitCodes.BadCommandLine;
            live = new LiveAccount(connection, region);
            var asked =
                said.Region is { } given && RegionName.TryParse(given, out var named)
                    ? [named]
                    : Array.Empty<RegionName>();
            if (!await RegionArguments.Exist(asked, context, connection, cancel))
                return ExitCodes.Errors;
        }
        var defaults = new CallDefaults(ExplainOptions.DefaultRegion, context.Time.GetUtcNow());
        var request = arguments.Request with
        {
            Call = WithOwner(said.Or(hints), Owners(arguments, context, bag)),
            IsServiceLinkedRole = arguments.Request.IsServiceLinkedRole || hints.IsServiceLinkedRole,
            Refusal = hints.Refusal,
        };
        var outcome = await new ExplainCall(context.Files, live, defaults).Run(request, bag, cancel);
        return Answer(outcome, hints.Refusal, arguments.Targets, context, bag);
    }

    /// <summary>What is said on the command line, in the record or by the error wins over files.</summary>
    private static CallInput WithOwner(CallInput call, ImageOwners owners) =>
        call is { ImageOwner: null, Image: { } image } && owners.Find(image) is { } found
            ? call.WithImage(found)
            : call;

    private static ImageOwners Owners(ExplainArguments arguments, CliContext context, DiagnosticBag bag)
    {
        var owners = new ImageOwners();
        var reader = new ImageOwnersReader(owners);
        foreach (var file in arguments.OwnerFiles)
            if (context.Files.Read(file, bag) is { } source)
                reader.Read(source, bag);
        return owners;
    }

    /// <summary>What AWS said is an answer, even where the policies cannot be asked.</summary>
    private static int Answer(
        ExplainOutcome outcome,
        NamedRefusal? refusal,
        IReadOnlyList<OutputTarget> targets,
        CliContext context,
        DiagnosticBag bag
    )
    {
        if (outcome.Explanation is { } explanation)
            return Print(explanation, targets, context);
        if (refusal is null)
            return Fail(context, bag, Message(outcome.Problem));

        context.PrintFindings(bag.ToSorted());
        var missing = outcome.Problem is null ? "the policies could not be read" : Message(outcome.Problem);
        var renderings = new Renderings(
            () => Renderings.Lines(writer => RefusalView.WriteAlone(writer, refusal, missing)),
            () => ExplainJson.Write(refusal, missing)
        );
        var verdict = CallVerdicts.Whole(refusal, null);
        return TableOutput.Write(context, targets, renderings, bag.HasErrors ? ExitCodes.Errors : ExitCode(verdict));
    }

    private static int ExitCode(CallVerdict verdict) =>
        verdict switch
        {
            CallVerdict.Allowed => ExitCodes.Done,
            CallVerdict.Depends or CallVerdict.Unknown => ExitCodes.Incomplete,
            _ => ExitCodes.No,
        };

    /// <summary>Null when a text was given that tells of no call; a file that cannot be read is reported.</summary>
    private static CallHints? Hints(ExplainArguments arguments, CliContext context, DiagnosticBag bag)
    {
        if (arguments.ErrorText is { } error)
        {
            var text = error == StandardInput ? BoundedRead.Text(context.In, bag) : error;
            return text is null ? null : CallSources.FromError(text);
        }
        if (arguments.EventPath is not { } path)
            return new CallHints();
        var read = path == StandardInput ? Standard(context, bag) : context.Files.Read(path, bag);
        return read is { } source ? CallSources.FromEvent(source, bag) : null;
    }

    private static SourceText? Standard(CliContext context, DiagnosticBag bag) =>
        BoundedRead.Text(context.In, bag) is { } text ? SourceText.FromString("standard input", text) : null;

    private static int Print(Explanation explanation, IReadOnlyList<OutputTarget> targets, CliContext context)
    {
        var color = context.OutIsTerminal && context.MayColor;
        var renderings = new Renderings(
            () => Renderings.Lines(w => ExplainView.WriteText(w, explanation, new(w, color, context.Width))),
            () => ExplainJson.Write(explanation)
        );
        var verdict = CallVerdicts.Whole(explanation.Refusal, explanation.Verdict);
        return TableOutput.Write(context, targets, renderings, ExitCode(verdict));
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
            _ => "",
        };
}
