using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Discovery;
using AmiGovernance.Core.Features.Discovery.Proposing;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Cli.Features.Discovery;

/// <summary>Writes the configuration that is proposed.</summary>
internal static class WriteProposal
{
    /// <summary>The exit code.</summary>
    public static int Run(DiscoveryReport report, string file, CliContext context)
    {
        var bag = new DiagnosticBag();
        var bytes = context.Files.Exists(file) ? Changed(report, file, context, bag) : New(report, file, bag);
        var isAsItWas = bytes is { } same && IsAsItIs(file, same, context);
        if (bytes is { } content && !isAsItWas && !bag.HasErrors)
            context.Files.Write("", [new GeneratedFile(file, content)], bag);
        context.PrintFindings(bag.ToSorted());
        if (bag.HasErrors)
        {
            context.Error.WriteLine("nothing was written");
            return ExitCodes.Errors;
        }
        context.Error.WriteLine(isAsItWas ? Complete(file) : Review(file));
        var asked = report.Entries.Count(e => e.Kind == ProposalKind.Exception);
        if (asked > 0)
            context.Error.WriteLine(
                $"{Quantity.Of(asked, "exception is", "exceptions are")} not in it: an approval cannot be proposed;"
                    + " the report has the command that asks for each"
            );
        return ExitCodes.Done;
    }

    private static bool IsAsItIs(string file, ReadOnlyMemory<byte> content, CliContext context) =>
        context.Files.Exists(file)
        && context.Files.Read(file, new DiagnosticBag()) is { } source
        && source.HasBytes(content);

    private static string Complete(string file) =>
        $"✓ {Sanitize.Text(file)}: nothing was to be added: it lists every owner that is proposed";

    private static string Review(string file) =>
        $"✓ {Sanitize.Text(file)}: review it; then {SuggestedCommand.Of($"amigov generate --config {file}")} and"
        + $" {SuggestedCommand.Of($"amigov validate --config {file}")}";

    private static ReadOnlyMemory<byte>? New(DiscoveryReport report, string file, DiagnosticBag bag)
    {
        if (ProposedConfiguration.New(report.Entries) is { } bytes)
            return bytes;
        bag.Report(
            DiscoveryDiagnostics.NoOpsPublisher,
            SourceLocation.OfFile(SourceText.Missing(file)),
            NoPublisher(report.Looked),
            "make one with `amigov init`, naming the account that shall, then let discover add to it"
        );
        return null;
    }

    private static string NoPublisher(Looked looked)
    {
        const string need = "makes images that others use, and a configuration needs one that does";
        if (looked.IsComplete)
            return $"no account of the organization {need}";
        var notRead = Plural.Of(looked.NotRead, "part was", "parts were");
        return $"no account that could be read {need}; {notRead} not read";
    }

    private static ReadOnlyMemory<byte>? Changed(
        DiscoveryReport report,
        string file,
        CliContext context,
        DiagnosticBag bag
    )
    {
        var config = context.Files.Read(file, bag) is { } source ? ConfigReader.Read(source, bag) : null;
        return config is null || bag.HasErrors ? null : AddedEntries.To(config, report.Entries);
    }
}
