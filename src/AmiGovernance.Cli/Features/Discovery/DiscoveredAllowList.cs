using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Cli.Features.Authoring;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Cli.Features.Discovery;

/// <summary>What `init` begins a new repository with.</summary>
internal sealed class DiscoveredAllowList(CliContext context) : IAllowListSource
{
    private readonly DiscoverySourceOptions options = new();

    public void AddTo(Command command) => options.AddTo(command);

    public IEnumerable<string> Given(CommandResult result) => options.Given(result);

    public void Check(CommandResult result) => options.Check(result);

    public async Task<FoundAllowList?> Find(ParseResult result, CancellationToken cancel)
    {
        // A repository that is still to be made has no configuration.
        var arguments = options.Read(result, config: "");
        var bag = new DiagnosticBag();
        using var run = DiscoverRun.Open(arguments, context, bag);
        context.PrintFindings(bag.ToSorted());
        if (run is null || await run.Read(cancel) is not { } report)
            return null;

        DiscoverCommand.ReportGaps(context, report);
        context.Out.WriteLine(DiscoveryView.Write(context, report, OutputFormat.Text));
        return report.Looked.IsNothing ? null : new FoundAllowList(report.Entries, report.Looked.IsComplete);
    }
}
