using System.Globalization;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Features.Notifications;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>Sends each recipient what he does not know yet, and records what was sent.</summary>
internal sealed class SendReports(OpenInventory inventory, CliContext context, bool dryRun)
{
    private readonly Delivery delivery = new(context.Time);
    private readonly SentReports sent = new(inventory.Path, inventory.Connection);

    /// <summary>A report that cannot be sent is reported; the next run tries again.</summary>
    public async Task Run(IReadOnlyList<ReportChannel> channels, DiagnosticBag bag, CancellationToken cancel)
    {
        foreach (var channel in channels)
            await Send(channel, bag, cancel);
    }

    private async Task Send(ReportChannel channel, DiagnosticBag bag, CancellationToken cancel)
    {
        var (last, before) = sent.Last(channel.Channel.Name, channel.To);
        var news = ReportNews.Of(inventory, last, before).Where(c => c.Matters).ToList();
        var text = new ReportText([.. news], last.Scan, inventory);
        if (news.Count == 0)
        {
            var what =
                last.Scan == 0
                    ? "nothing is worth a warning"
                    : string.Create(CultureInfo.InvariantCulture, $"nothing changed since scan {last.Scan}");
            context.Error.WriteLine($"{channel.Title}: {what}; nothing to send");
        }
        else if (dryRun)
            context.Out.Write($"--- {channel.Title}\nSubject: {text.Subject}\n\n{text.Body}");
        else if (await Deliver(channel, text, cancel) is { } reason)
            ReportNotSent(channel, reason, bag);
        else if (Record(channel, news.Count, bag))
            context.Out.WriteLine($"✓ {channel.Title}: {text.Subject}");
    }

    /// <summary>Null when it was taken, else why not.</summary>
    private Task<string?> Deliver(ReportChannel channel, ReportText text, CancellationToken cancel)
    {
        var notification = new Notification(Id(channel), channel.To, text.Subject, text.Body);
        return delivery.Try(channel.Channel, notification, cancel);
    }

    /// <summary>The same report to the same recipient has the same id.</summary>
    private string Id(ReportChannel channel)
    {
        var scan = inventory.Scan;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{scan.Organization}|{scan.Number}|{scan.StartedAt:O}|{channel.Channel.Name}|{channel.To}"
        );
        return ContentDigest.Of(writer => writer.WriteStringValue(text));
    }

    private bool Record(ReportChannel channel, int changes, DiagnosticBag bag) =>
        sent.Add(inventory.Scan.Number, channel.Channel.Name, channel.To, changes, context.Time.GetUtcNow(), bag);

    private static void ReportNotSent(ReportChannel channel, string reason, DiagnosticBag bag)
    {
        var to = channel.To.Length > 0 ? $" to {Sanitize.Text(channel.To)}" : "";
        bag.Report(
            ImagesDiagnostics.ReportNotSent,
            SourceLocation.OfFile(SourceText.Missing(channel.Channel.Name)),
            $"the report{to} was not sent: {Sanitize.Text(reason)}",
            "the next run tries again, with what changed until then"
        );
    }
}
