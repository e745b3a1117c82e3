using System.Text.Json.Nodes;

namespace AmiGovernance.TestSupport.Reports;

/// <summary>A document that a golden case has recorded.</summary>
/// <param name="Case">Its name.</param>
/// <param name="Line">The command line.</param>
internal sealed record RecordedReport(string Case, string[] Line, string Text)
{
    public static IEnumerable<RecordedReport> All() =>
        Directory.GetDirectories(GoldenCase.Root).Order(StringComparer.Ordinal).SelectMany(In);

    public JsonNode Document => JsonNode.Parse(Text)!;

    public override string ToString() => $"{Case}: amigov {string.Join(' ', Line)}";

    private static IEnumerable<RecordedReport> In(string folder)
    {
        var name = Path.GetFileName(folder);
        var expected = Path.Combine(folder, "expected");
        var output = File.ReadAllText(Path.Combine(expected, "output.txt"));
        var line = Words(output.Split('\n')[0]["$ amigov ".Length..]);
        var printed = Between(output, "--- standard output\n", "--- standard error\n");
        foreach (var target in Targets(line))
        {
            var file = Path.Combine(expected, "files", target);
            if (target.Length == 0 && printed.Length > 0)
                yield return new RecordedReport(name, line, printed);
            if (target.Length > 0 && File.Exists(file))
                yield return new RecordedReport(name, line, File.ReadAllText(file));
        }
    }

    /// <summary>With the present spelling of commands.</summary>
    private static string[] Words(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is ["exceptions", .. var rest] ? ["exception", .. rest] : words;
    }

    /// <summary>The files that JSON goes to; empty for standard output.</summary>
    private static IEnumerable<string> Targets(string[] line) =>
        line.Zip(line.Skip(1))
            .Where(pair => pair.First is "--output" or "-o")
            .Select(pair => pair.Second.Split('=', 2))
            .Where(target => target[0] == "json")
            .Select(target => target.Length > 1 ? target[1] : "");

    private static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }
}
