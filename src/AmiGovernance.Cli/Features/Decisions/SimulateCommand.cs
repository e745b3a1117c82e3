using System.CommandLine;
using System.Text.Json;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>Decides a table of calls, row by row.</summary>
internal static class SimulateCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "A CSV file with a header, or JSON lines; - is standard input",
        };
        var policies = new Option<string>("--policies")
        {
            Description = "The folder of the policies",
            HelpName = "DIR",
            DefaultValueFactory = _ => "dist",
        };
        var command = new Command("simulate", "Decide a table of calls") { file, policies };
        command.SetAction(result => Run(context, result.GetValue(file) ?? "-", result.GetValue(policies) ?? "dist"));
        return command;
    }

    private static int Run(CliContext context, string file, string folder)
    {
        var bag = new DiagnosticBag();
        var set = PolicySet.Read(folder, context.Files, bag);
        using var opened = file == "-" ? null : context.OpenText(file, bag);
        var input = file == "-" ? context.In : opened;
        context.PrintFindings(bag.ToSorted());
        if (set is null || input is null)
            return ExitCodes.Errors;
        var simulation = new SimulateCalls(set, context.Time.GetUtcNow());
        var (rows, wrong, denied) =
            input.Peek() == '{' ? JsonLines(context.Out, input, simulation) : CsvRows(context, input, simulation);
        if (rows < 0)
            return ExitCodes.Errors;
        context.Error.WriteLine(
            $"{Plural.Of(rows, "call")}: {rows - wrong - denied} allowed, {denied} denied, {Plural.Of(wrong, "error")}"
        );
        return wrong > 0 ? ExitCodes.Errors : ExitCodes.Done;
    }

    private static (int Rows, int Wrong, int Denied) CsvRows(
        CliContext context,
        TextReader input,
        SimulateCalls simulation
    )
    {
        var header = Csv.ReadRecord(input) ?? [];
        foreach (var column in header.Where(c => !SimulateCalls.Columns.Contains(c)))
        {
            var nearest = Suggestion.For(column, SimulateCalls.Columns);
            context.Error.WriteLine(
                $"unknown column `{Visible.Text(column)}`; {(nearest is null ? $"known: {string.Join(", ", SimulateCalls.Columns)}" : $"did you mean `{nearest}`?")}"
            );
            return (-1, 0, 0);
        }
        context.Out.WriteLine(string.Join(',', header.Concat(["decision", "layer", "statement"]).Select(Csv.Cell)));
        var (rows, wrong, denied) = (0, 0, 0);
        while (Csv.ReadRecord(input) is { } cells)
        {
            if (cells is [""])
                continue;
            var decided =
                cells.Count == header.Count
                    ? simulation.Decide(
                        header.Zip(cells).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal)
                    )
                    : new SimulatedCall("error", "", $"{cells.Count} cells; the header has {header.Count}");
            while (cells.Count < header.Count)
                cells.Add("");
            context.Out.WriteLine(
                string.Join(',', cells.Concat([decided.Decision, decided.Layer, decided.Statement]).Select(Csv.Cell))
            );
            Count(decided, ref rows, ref wrong, ref denied);
        }
        return (rows, wrong, denied);
    }

    private static (int Rows, int Wrong, int Denied) JsonLines(
        TextWriter output,
        TextReader input,
        SimulateCalls simulation
    )
    {
        var (rows, wrong, denied) = (0, 0, 0);
        while (input.ReadLine() is { } line)
        {
            if (line.Length == 0)
                continue;
            var decided = Row(line) is { } row
                ? simulation.Decide(row)
                : new SimulatedCall("error", "", "the line is no JSON object of strings");
            output.WriteLine(
                $$"""{"decision":"{{decided.Decision}}","layer":"{{decided.Layer}}","statement":"{{JsonEncodedText.Encode(decided.Statement)}}","request":{{(decided.Decision == "error" && Row(line) is null ? "null" : line)}}}"""
            );
            Count(decided, ref rows, ref wrong, ref denied);
        }
        return (rows, wrong, denied);
    }

    private static Dictionary<string, string>? Row(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind != JsonValueKind.Object
                ? null
                : document
                    .RootElement.EnumerateObject()
                    .ToDictionary(p => p.Name, p => p.Value.ToString(), StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static void Count(SimulatedCall decided, ref int rows, ref int wrong, ref int denied)
    {
        rows++;
        if (decided.Decision == "error")
            wrong++;
        else if (decided.Decision != "allowed")
            denied++;
    }
}
