using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Features.Notifications;
using AmiGovernance.Core.Ports.Images;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Tells people what changed since the last report that they got; says nothing when nothing did.</summary>
internal static class ImagesReportCommand
{
    public static Command Create(CliContext context)
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Print what would be sent" };
        var db = InventoryOption.Create();
        var command = new Command(
            "report",
            "Send what changed since the last report, by mail, chat webhook or SNS; nothing when nothing changed"
        )
        {
            db,
            dryRun,
        };
        var recipients = new ReportRecipients().AddTo(command);
        var aws = new AwsOptions().AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                var (path, bag) = (result.GetValue(db) ?? "", new DiagnosticBag());
                var opened = context.Databases.Exists(path)
                    ? context.Databases.Open(path, ImageInventorySchema.Schema, bag)
                    : null;
                using var store = opened is null ? null : new ImageStore(path, opened);
                if (opened is null || store?.LastScan is not { } scan)
                {
                    if (!bag.HasErrors)
                        bag.Report(
                            ImagesDiagnostics.NoInventory,
                            SourceLocation.OfFile(SourceText.Missing(path)),
                            $"there is no scan in `{path}`",
                            "`amigov images scan` makes the inventory; `--db` names another file"
                        );
                    return Failed(context, bag);
                }
                var inventory = new OpenInventory(
                    new InventoryQueries(opened),
                    new InventoryChanges(opened),
                    scan,
                    store.Ledger(scan.Number)
                );
                var exit = InventoryOption.TellGaps(context, inventory);
                if (scan.FinishedAt is null)
                    return exit;
                AmiGovernance.Aws.AwsConnection? connection = null;
                try
                {
                    var channels = recipients.Find(
                        result,
                        context,
                        () => (connection = aws.Connect(result, context)).Topic,
                        bag
                    );
                    if (bag.HasErrors)
                        return Failed(context, bag);
                    await Send(
                        context,
                        inventory,
                        store.Ledger,
                        new SentReports(path, opened),
                        channels,
                        result.GetValue(dryRun),
                        bag,
                        cancel
                    );
                }
                finally
                {
                    connection?.Dispose();
                }
                context.PrintFindings(bag.ToSorted());
                return bag.HasErrors ? ExitCodes.Errors : exit;
            }
        );
        return command;
    }

    private static async Task Send(
        CliContext context,
        OpenInventory inventory,
        Func<long, ImmutableArray<RegionScan>> ledgerOf,
        SentReports sent,
        List<(INotificationChannel Channel, string To)> channels,
        bool dryRun,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        foreach (var (channel, to) in channels)
        {
            var (last, before) = sent.Last(channel.Name, to);
            var since = last.Scan;
            var matter = News(inventory, ledgerOf, last, before).Where(c => c.Matters).ToList();
            var where = to.Length > 0 ? $"{channel.Name} to {Visible.Text(to)}" : channel.Name;
            if (matter.Count == 0)
            {
                context.Error.WriteLine(
                    $"{where}: nothing changed since scan {since.ToString(CultureInfo.InvariantCulture)}; nothing to send"
                );
                continue;
            }
            var text = new ReportText([.. matter], since, inventory);
            if (dryRun)
            {
                context.Out.Write($"--- {where}\nSubject: {text.Subject}\n\n{text.Body}");
                continue;
            }
            var id = ContentDigest.Of(writer =>
                writer.WriteStringValue(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{inventory.Scan.Organization}|{inventory.Scan.Number}|{inventory.Scan.StartedAt:O}|{channel.Name}|{to}"
                    )
                )
            );
            if (
                await Delivery.Try(channel, new Notification(id, to, text.Subject, text.Body), context.Time, cancel) is
                { } reason
            )
                bag.Report(
                    ImagesDiagnostics.ReportNotSent,
                    SourceLocation.OfFile(SourceText.Missing(channel.Name)),
                    $"the report{(to.Length > 0 ? $" to {Visible.Text(to)}" : "")} was not sent: {Visible.Text(reason)}",
                    "the next run tries again, with what changed until then"
                );
            else if (sent.Add(inventory.Scan.Number, channel.Name, to, matter.Count, context.Time.GetUtcNow(), bag))
                context.Out.WriteLine($"✓ {where}: {text.Subject}");
        }
    }

    /// <summary>
    /// What the recipient does not know. What was read after the report, by a scan that went on, counts from the report before:
    /// it bears the number of a scan that was told already.
    /// </summary>
    private static IEnumerable<InventoryChange> News(
        OpenInventory inventory,
        Func<long, ImmutableArray<RegionScan>> ledgerOf,
        SentReport last,
        SentReport before
    )
    {
        var late =
            last.Scan == 0
                ? []
                : ledgerOf(last.Scan).Where(r => r.At > last.At).Select(r => (r.Account.Value, r.Region)).ToHashSet();
        var news = inventory
            .Changes.Since(last.Scan, inventory.Scan.Number)
            .Where(c => !late.Contains((c.Account, c.Region)));
        return late.Count == 0
            ? news
            : news.Concat(
                inventory
                    .Changes.Since(before.Scan, inventory.Scan.Number)
                    .Where(c => late.Contains((c.Account, c.Region)))
            );
    }

    private static int Failed(CliContext context, DiagnosticBag bag)
    {
        context.PrintFindings(bag.ToSorted());
        return ExitCodes.Errors;
    }
}
