using System.Text.Json;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console;
using AmiGovernance.Core.Features.Discovery;

namespace AmiGovernance.Cli.Features.Discovery;

/// <summary>A discovery in the formats that there are.</summary>
internal static class DiscoveryView
{
    public static string Write(CliContext context, DiscoveryReport report, OutputFormat format) =>
        format switch
        {
            OutputFormat.Json => ReportJson.Write(writer =>
                JsonSerializer.Serialize(writer, report, DiscoveryJson.Default.DiscoveryReport)
            ),
            OutputFormat.Html => HtmlFile.Render(DiscoveryPage.Of(report)),
            OutputFormat.Markdown => DiscoveryMarkdown.Of(report).ToString(),
            _ => Renderings.Lines(text => new DiscoveryText(text, context.Width).Write(report)),
        };
}
