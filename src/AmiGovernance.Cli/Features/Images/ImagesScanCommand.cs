using System.CommandLine;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Reads the images of every account and Region into the inventory.</summary>
internal static class ImagesScanCommand
{
    private static readonly string[] Formats = ["text", "json", "markdown"];

    public static Command Create(CliContext context)
    {
        var depth = new Option<string>("--depth")
        {
            Description = $"How closely to look: {string.Join(", ", ScanDepths.Names)}",
            HelpName = "DEPTH",
            DefaultValueFactory = _ => ScanDepth.Full.Name(),
        };
        depth.AcceptOnlyFromAmong([.. ScanDepths.Names]);
        var accounts = Repeated("--accounts", "ID", "Only this account; may be given several times");
        var regions = Repeated("--regions", "REGION", "Only this Region; may be given several times");
        var resume = new Option<bool>("--resume")
        {
            Description = "Go on with the last scan: read what it did not read yet, or could not",
        };
        var unused = new Option<int>("--unused-days")
        {
            Description = "An image that was not launched for so many days is unused",
            HelpName = "DAYS",
            DefaultValueFactory = _ => 180,
        };
        var failOn = Repeated(
            "--fail-on",
            "KIND",
            "Exit with 3 when there is a finding of this kind; may be given several times"
        );
        failOn.AcceptOnlyFromAmong([.. FindingKinds.Names]);
        var atOnce = new Option<int>("--at-once")
        {
            Description = "How many accounts and Regions are read at once",
            HelpName = "N",
            DefaultValueFactory = _ => 256,
        };
        var (db, config, output) = (InventoryOption.Create(), CommonOptions.Config(), CommonOptions.Output(Formats));
        accounts.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => !AccountId.IsValid(t.Value)))
                result.AddError($"--accounts: '{Visible.Text(token.Value)}' is no account id (12 digits)");
        });
        foreach (var number in new[] { unused, atOnce })
            number.Validators.Add(result =>
            {
                if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out var value) && value < 1)
                    result.AddError($"{number.Name} must be at least 1");
            });
        var command = new Command(
            "scan",
            "Read the images of every account and Region, and find what is public, shared, misnamed"
        )
        {
            depth,
            accounts,
            regions,
            resume,
            unused,
            failOn,
            atOnce,
            db,
            config,
            output,
        };
        var aws = new AwsOptions(assumesRoles: true).AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                var bag = new DiagnosticBag();
                var request = new ScanRequest(
                    (ScanDepth)ScanDepths.Names.ToList().IndexOf(result.GetValue(depth) ?? ""),
                    [.. (result.GetValue(accounts) ?? []).Select(AccountId.Parse)],
                    [.. result.GetValue(regions) ?? []],
                    result.GetValue(resume)
                )
                {
                    UnusedDays = result.GetValue(unused),
                    AtOnce = result.GetValue(atOnce),
                };
                var configPath = result.GetValue(config) ?? "";
                if (result.GetResult(config) is { Implicit: false } || context.Files.Exists(configPath))
                    request = ScanExpectations.Read(request, context.Files, configPath, bag);
                var path = result.GetValue(db) ?? "";
                var opened = bag.HasErrors ? null : context.Databases.Open(path, ImageInventorySchema.Schema, bag);
                if (opened is null)
                    return Failed(context, bag);
                using var store = new ImageStore(path, opened);
                using var connection = aws.Connect(result, context);
                ScanRecord? scan;
                using (var line = new ProgressLine(context))
                    scan = await new ScanImages(
                        connection.Organizations,
                        connection,
                        connection.ImageReader,
                        store,
                        context.Time,
                        new ScanProgressLine(line, context.Time)
                    ).Run(request, bag, cancel);
                if (scan is null)
                    return Failed(context, bag);

                var view = new ScanView(scan, store.Ledger(scan.Number), new InventoryQueries(opened));
                context.PrintFindings([.. bag.ToSorted(), .. view.Gaps]);
                var written = TableOutput.Write(
                    context,
                    CommonOptions.Targets(result, output),
                    format =>
                        format switch
                        {
                            OutputFormat.Json => view.Json(),
                            OutputFormat.Markdown => view.Markdown(),
                            _ => view.Text(context, path),
                        }
                );
                if (written != ExitCodes.Done)
                    return written;
                return view.Has(result.GetValue(failOn) ?? []) ? ExitCodes.No
                    : view.Gaps.IsEmpty ? ExitCodes.Done
                    : ExitCodes.Incomplete;
            }
        );
        return command;
    }

    private static Option<string[]> Repeated(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };

    private static int Failed(CliContext context, DiagnosticBag bag)
    {
        context.PrintFindings(bag.ToSorted());
        return ExitCodes.Errors;
    }
}
