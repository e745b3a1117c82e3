using System.Collections.Immutable;
using System.CommandLine;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Catalog;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>Answers "why is this launch blocked, or would be, and what do I use instead".</summary>
internal static class ExplainCommand
{
    private const string StandardInput = "-";

    private const string NoRefusal =
        "the text is no error of AWS that is known: neither `User: ARN is not authorized to perform: ACTION`, "
        + "nor an error code of a call of EC2, nor a decoded message, nor the id of an image; `--from-error -` reads standard input, `--from-event` takes a record";

    public static Command Create(CliContext context)
    {
        var options = new ExplainOptions();
        var command = new HelpedCommand(
            "explain",
            "Explain why a call is allowed or denied",
            new CommandHelp("amigov explain --account 333344445555 --image-owner 999988887777", "errors")
        );
        options.AddTo(command);
        command.SetAction((result, cancel) => Run(options.Read(result, context.Time.Today()), context, cancel));
        return command;
    }

    internal static async Task<int> Run(ExplainArguments arguments, CliContext context, CancellationToken cancel)
    {
        var bag = new DiagnosticBag();
        if (arguments.Request.Call.WithKeys(k => $"`{k.Option}`", out var problem) is not { } said)
            return Fail(context, bag, Message(problem));
        if (Hints(arguments, context, bag) is not { } read)
            return Fail(context, bag, NoRefusal);
        var hints = read with { Refusal = WithDeployer(read.Refusal, context) };
        using var connection = arguments.Live is { } settings ? context.Connect(settings) : null;
        LiveAccount? live = null;
        if (connection is not null)
        {
            if (!RegionArguments.TryRead(context, connection.Region.SystemName, out var region))
                return ExitCodes.BadCommandLine;
            live = new LiveAccount(connection, region);
            if (!await RegionArguments.Exist(Asked(said), context, connection, cancel))
                return ExitCodes.Errors;
        }
        using var stock = Stock.Open(arguments.Stock, context, bag);
        var request = Request(arguments, said.Or(hints), hints, stock, Owners(arguments, context, bag));
        var defaults = new CallDefaults(UsualRegion.Of(stock.Config), context.Time.GetUtcNow());
        var outcome = await new ExplainCall(context.Files, live, defaults).Run(request, bag, cancel);
        if (outcome.Explanation is null && request.Refusal is null)
            return Fail(context, bag, Message(outcome.Problem));
        context.PrintFindings(outcome.Explanation is null ? bag.ToSorted() : []);
        var answer = await Answer(request, outcome, stock, defaults, connection, cancel);
        return Print(answer, arguments.Targets, context, bag);
    }

    /// <summary>The record is read only where AWS names a policy.</summary>
    private static NamedRefusal? WithDeployer(NamedRefusal? refusal, CliContext context) =>
        refusal?.PolicyId is null
            ? refusal
            : Deployers.By(
                refusal,
                DeploymentLog.PoliciesIn(context.Files, OrganizationPolicyType.ServiceControlPolicy)
            );

    private static RegionName[] Asked(CallInput said) =>
        said.Region is { } given && RegionName.TryParse(given, out var named) ? [named] : [];

    private static ExplainRequest Request(
        ExplainArguments arguments,
        CallInput said,
        CallHints hints,
        Stock stock,
        ImageOwners owners
    )
    {
        var call = WithOwner(said, owners);
        var known = stock.Find(call);
        var isKnown = known is not null && hints.Refusal is not null && call.ImageOwner is null;
        return arguments.Request with
        {
            Call = call with
            {
                Region = call.Region ?? known?.Region.Value,
                // An error that names no account is answered for any, as far as the inventory knows the image.
                IsByAnyAccount =
                    call.IsByAnyAccount
                    || isKnown && arguments.Live is null && arguments.Request.OrganizationPath is null,
            },
            KnownImage = known?.Facts,
            IsServiceLinkedRole = arguments.Request.IsServiceLinkedRole || hints.IsServiceLinkedRole,
            Refusal = hints.Refusal,
        };
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

    private static async Task<ExplainAnswer> Answer(
        ExplainRequest request,
        ExplainOutcome outcome,
        Stock stock,
        CallDefaults defaults,
        AwsConnection? aws,
        CancellationToken cancel
    )
    {
        var missing = outcome.Problem is null ? "the policies could not be read" : Message(outcome.Problem);
        var region = RegionName.TryParse(request.Call.Region ?? "", out var named) ? named : defaults.Region;
        var refusal = outcome.Explanation?.Refusal ?? request.Refusal;
        var answer = new ExplainAnswer(refusal, outcome.Explanation, missing)
        {
            Call = request.Call,
            Known = stock.Find(request.Call),
            Config = stock.Config,
            Day = (outcome.Explanation?.Call.Time ?? defaults.Time).Day(),
            Region = outcome.Explanation?.Call.Region ?? region,
            IsRegionKnown = request.Call.Region is not null || aws is not null,
        };
        return answer.Remedy == Remedy.AnotherImage
            ? answer with
            {
                Suggested = await stock.Suggest(Need(answer, defaults), answer.ImageId, aws, cancel),
            }
            : answer;
    }

    private static FindRequest Need(ExplainAnswer answer, CallDefaults defaults)
    {
        var need = NeedReader.OfName(answer.ImageName ?? "");
        var account = answer.Explanation is { IsByAnyAccount: false } known ? known.Call.Account : (AccountId?)null;
        return new FindRequest(answer.Known?.Need ?? need, answer.Region, account, defaults.Time);
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
            return text is null ? null : CallSources.FromError(text, Messages(arguments, context));
        }
        if (arguments.EventPath is not { } path)
            return new CallHints();
        var read = path == StandardInput ? Standard(context, bag) : context.Files.Read(path, bag);
        return read is { } source ? CallSources.FromEvent(source, bag, Messages(arguments, context)) : null;
    }

    /// <summary>Those of AWS are not known before the account is.</summary>
    private static ImmutableArray<string> Messages(ExplainArguments arguments, CliContext context) =>
        arguments.Live is null ? ExceptionMessages.Of(arguments.Request, context.Files) : [];

    private static SourceText? Standard(CliContext context, DiagnosticBag bag) =>
        BoundedRead.Text(context.In, bag) is { } text ? SourceText.FromString("standard input", text) : null;

    private static int Print(
        ExplainAnswer answer,
        IReadOnlyList<OutputTarget> targets,
        CliContext context,
        DiagnosticBag bag
    )
    {
        var color = context.ColorsOut;
        var renderings = new Renderings(
            () => Renderings.Lines(w => ExplainView.WriteText(w, answer, new(w, color, context.Width))),
            () => ReportJson.Of(ExplainJson.Of(answer))
        );
        var isUnread = answer.Explanation is null && bag.HasErrors;
        return TableOutput.Write(context, targets, renderings, isUnread ? ExitCodes.Errors : ExitCode(answer.Verdict));
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
