using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>A table as CSV: each row comes back with its decision.</summary>
internal static class SimulatedCsv
{
    /// <summary>False with a message when the header has a column that means nothing.</summary>
    public static bool Run(CliContext context, TextReader input, SimulateCalls simulation, SimulationCount count)
    {
        var header = Csv.ReadRecord(input) ?? [];
        if (header.Find(c => !SimulateCalls.Columns.Contains(c) && !SimulateCalls.IsContextKey(c)) is { } unknown)
        {
            var advice =
                DidYouMean.Of(unknown, SimulateCalls.Columns).Help
                ?? $"known: {string.Join(", ", SimulateCalls.Columns)}";
            context.Error.WriteLine($"unknown column `{Sanitize.Text(unknown)}`; {advice}");
            return false;
        }
        if (header.GroupBy(c => c).FirstOrDefault(c => c.Skip(1).Any()) is { } twice)
        {
            context.Error.WriteLine($"the column `{Sanitize.Text(twice.Key)}` is there twice");
            return false;
        }
        WriteRow(context.Document, header.Concat(["decision", "layer", "statement", "depends_on", "mark"]));
        while (Csv.ReadRecord(input) is { } cells)
        {
            if (cells is [""])
                continue;
            var decided = Decide(header, cells, simulation);
            var padding = Enumerable.Repeat("", Math.Max(0, header.Count - cells.Count));
            string[] decision = [decided.Decision, decided.Layer, decided.Statement, decided.DependsOn, decided.Mark];
            WriteRow(context.Document, [.. cells, .. padding, .. decision]);
            count.Add(decided);
        }
        return true;
    }

    private static SimulatedCall Decide(List<string> header, List<string> cells, SimulateCalls simulation) =>
        cells.Count == header.Count
            ? simulation.Decide(header.Zip(cells).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal))
            : SimulatedCall.Error($"{Plural.Of(cells.Count, "cell")}; the header has {header.Count}");

    private static void WriteRow(TextWriter output, IEnumerable<string> cells) =>
        output.WriteLine(string.Join(',', cells.Select(Csv.Cell)));
}
