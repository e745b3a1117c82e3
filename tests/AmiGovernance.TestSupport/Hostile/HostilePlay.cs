using System.Text;
using AmiGovernance.TestSupport.Reports;

namespace AmiGovernance.TestSupport.Hostile;

/// <summary>Every case of tests/data/golden, which has every command in every format, with hostile input.</summary>
internal static class HostilePlay
{
    /// <summary>What came alive; empty when nothing did.</summary>
    /// <param name="name">Of the case.</param>
    /// <param name="input">Of strangers.</param>
    /// <param name="takeStep">As for <see cref="GoldenCase.Check"/>.</param>
    /// <param name="inFiles">Whether the files and arguments of the case are a stranger's too, which ends many commands at once.</param>
    public static IReadOnlyList<string> Problems(
        string name,
        HostileInput input,
        Func<Amigov, string, bool>? takeStep = null,
        bool inFiles = true
    )
    {
        var problems = new List<string>();
        new GoldenCase(name).Play(
            inFiles ? input.Change : (_, bytes) => bytes,
            inFiles ? input.Arguments : given => given,
            takeStep ?? ((_, _) => false),
            (amigov, step) => problems.AddRange(Of(amigov, step))
        );
        return problems;
    }

    private static IEnumerable<string> Of(Amigov amigov, PlayedStep step)
    {
        var line = string.Join(' ', step.Arguments);
        var outputs = Outputs(step.Arguments).ToList();
        var shown = outputs.FirstOrDefault(o => o.File is null).Format ?? "text";
        // Without an answer there is no document.
        var format = step.Out.Length == 0 ? "text" : shown;
        if (Harmless.Problem(format, step.Out) is { } problem)
            yield return $"{line}: {problem} in\n{step.Out}";
        foreach (var otherwise in format == "json" ? OfSchema(step, step.Out) : [])
            yield return $"{line}: {otherwise} in\n{step.Out}";
        if (Harmless.OfText(step.Error) is { } wrong)
            yield return $"{line}: {wrong} on standard error in\n{step.Error}";
        foreach (
            var (written, file) in outputs.Where(o => o.File is not null && amigov.Files.Files.ContainsKey(o.File))
        )
            if (Harmless.Problem(written, amigov.Text(file!)) is { } inside)
                yield return $"{line}: {inside} in {file}:\n{amigov.Text(file!)}";
        foreach (var (path, bytes) in amigov.Files.Files.Where(f => IsRequestPage(f.Key)))
            if (Harmless.Problem("markdown", Encoding.UTF8.GetString(bytes)) is { } live)
                yield return $"{line}: {live} in {path}:\n{Encoding.UTF8.GetString(bytes)}";
    }

    /// <summary>Whatever text is in it, a report keeps to its schema.</summary>
    private static IReadOnlyList<string> OfSchema(PlayedStep step, string document) =>
        ReportKind.Of(step.Arguments)?.Problems(document) ?? [];

    private static bool IsRequestPage(string path) =>
        path.StartsWith("requests/", StringComparison.Ordinal) && path.EndsWith(".md", StringComparison.Ordinal);

    public static IEnumerable<(string Format, string? File)> Outputs(string[] arguments)
    {
        for (var i = 1; i < arguments.Length; i++)
            if (arguments[i - 1] is "--output" or "-o")
                yield return arguments[i].Split('=', 2) is [var format, var file]
                    ? (format, file)
                    : (arguments[i], null);
    }
}
