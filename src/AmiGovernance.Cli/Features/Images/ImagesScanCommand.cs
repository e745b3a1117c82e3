using System.Collections.Immutable;
using System.CommandLine;
using AmiGovernance.Aws;
using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <param name="Config">The configuration's file; read when it is given or there.</param>
/// <param name="FailOn">Kinds of findings that the answer must not have.</param>
internal sealed record ScanArguments(
    ScanRequest Request,
    string Config,
    bool ConfigIsGiven,
    ImmutableArray<FindingKind> FailOn,
    string Database,
    IReadOnlyList<OutputTarget> Targets,
    AwsSettings Aws
);

/// <summary>Reads the images of every account and Region into the inventory.</summary>
internal static class ImagesScanCommand
{
    private const string Description =
        "Read the images of every account and Region, and find what is public, shared, misnamed";

    private static readonly CommandHelp Help = new("amigov images scan --depth public", "images");

    private static readonly string[] Formats = ["text", "json", "markdown"];

    public static Command Create(CliContext context)
    {
        var request = new ScanRequestOptions();
        var (failOn, db, config) = (FailOn(), InventoryOptions.Database(), CommonOptions.Config());
        var output = CommonOptions.Output(Formats);
        var command = new HelpedCommand("scan", Description, Help)
        {
            request.Depth,
            request.Accounts,
            request.Regions,
            request.Resume,
            request.UnusedDays,
            failOn,
            request.AtOnce,
            db,
            config,
            output,
        };
        var aws = new AwsOptions(assumesRoles: true).AddTo(command);
        command.SetAction(
            (result, cancel) =>
                Run(
                    new ScanArguments(
                        request.Read(result),
                        result.GetRequiredValue(config),
                        result.GetResult(config) is { Implicit: false },
                        [.. (result.GetValue(failOn) ?? []).Select(FindingKinds.FromName).OfType<FindingKind>()],
                        result.GetRequiredValue(db),
                        CommonOptions.Targets(result, output),
                        aws.Settings(result)
                    ),
                    context,
                    cancel
                )
        );
        return command;
    }

    private static Option<string[]> FailOn()
    {
        var option = InventoryOptions.Repeated(
            "--fail-on",
            "KIND",
            "Exit with 3 when there is a finding of this kind; may be given several times"
        );
        option.AcceptOnlyFromAmong([.. FindingKinds.Names]);
        return option;
    }

    internal static async Task<int> Run(ScanArguments arguments, CliContext context, CancellationToken cancel)
    {
        var bag = new DiagnosticBag();
        var request = Expect(arguments, context, bag);
        if (bag.HasErrors)
            return InventoryOutput.Failed(context, bag);
        using var connection = context.Connect(arguments.Aws);
        // An inventory without a scan would look like one: it is made once AWS answers.
        if (!context.Databases.Exists(arguments.Database))
            await connection.GetCallerIdentity(cancel);
        if (context.Databases.Open(arguments.Database, ImageInventorySchema.Schema, bag) is not { } opened)
            return InventoryOutput.Failed(context, bag);

        using var store = new ImageStore(arguments.Database, opened);
        using var held = RunLock.Take(context, RunLock.Scan(arguments.Database), "images scan");
        if (held is null)
            return ExitCodes.Errors;
        if (await ScanOrSay(request, connection, store, context, bag, cancel) is not { } scan)
            return InventoryOutput.Failed(context, bag);

        var view = new ScanView(scan, store.Ledger(scan.Number), new InventoryQueries(opened));
        context.PrintFindings([.. bag.ToSorted(), .. view.Gaps]);
        var written = TableOutput.Write(
            context,
            arguments.Targets,
            format => view.Render(context, format, arguments.Database)
        );
        if (written != ExitCodes.Done)
            return written;
        return ExitCode(scan, view, arguments.FailOn, context);
    }

    private static int ExitCode(ScanRecord scan, ScanView view, ImmutableArray<FindingKind> failOn, CliContext context)
    {
        if (view.Has(failOn))
            return ExitCodes.No;
        var depth = ScanDepths.For(failOn);
        if (scan.Depth < depth)
        {
            context.Error.WriteLine(
                $"this scan did not look so closely: {SuggestedCommand.Of($"amigov images scan --depth {depth.Name()}")} does"
            );
            return ExitCodes.Incomplete;
        }
        return view.Looked.IsComplete ? ExitCodes.Done : ExitCodes.Incomplete;
    }

    /// <summary>The request with what the configuration expects.</summary>
    private static ScanRequest Expect(ScanArguments arguments, CliContext context, DiagnosticBag bag) =>
        arguments.ConfigIsGiven || context.Files.Exists(arguments.Config)
            ? ScanExpectations.Read(arguments.Request, context.Files, arguments.Config, context.Time.Today(), bag)
            : arguments.Request;

    /// <summary>What was read is kept, so that a scan that was stopped can go on.</summary>
    private static async Task<ScanRecord?> ScanOrSay(
        ScanRequest request,
        AwsConnection connection,
        ImageStore store,
        CliContext context,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        try
        {
            return await Scan(request, connection, store, context, bag, cancel);
        }
        catch (OperationCanceledException)
        {
            context.Error.WriteLine("stopped; what was read is kept: `amigov images scan --resume` reads the rest");
            throw;
        }
    }

    private static async Task<ScanRecord?> Scan(
        ScanRequest request,
        AwsConnection connection,
        ImageStore store,
        CliContext context,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        using var line = new ProgressLine(context);
        var scan = new ScanImages(
            connection.Organizations,
            connection,
            connection.ImageReader,
            store,
            context.Time,
            new ScanProgressLine(line, context.Time)
        );
        return await scan.Run(request, bag, cancel);
    }
}
