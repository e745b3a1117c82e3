namespace AmiGovernance.TestSupport;

/// <summary>What a command line of a case printed.</summary>
internal sealed record PlayedStep(string[] Arguments, int ExitCode, string Out, string Error);

/// <summary>The steps of a case with other input than the recorded one.</summary>
internal sealed partial class GoldenCase
{
    /// <summary>Options with which a command has no document for an answer.</summary>
    private static readonly string[] InOneForm = ["--print-sql", "--print-query"];

    public IEnumerable<string> CommandLines => Steps.Where(s => s.Length > 0 && s[0] is not ('#' or '@'));

    /// <summary>After the steps, the last command answers in every format that it has.</summary>
    /// <param name="change">Another text for a file of the case.</param>
    /// <param name="arguments">Other arguments for a command line.</param>
    /// <param name="takeStep">As for <see cref="Check"/>.</param>
    /// <param name="seen">Looks at what each command line printed and left.</param>
    public void Play(
        Func<string, byte[], byte[]> change,
        Func<string[], string[]> arguments,
        Func<Amigov, string, bool> takeStep,
        Action<Amigov, PlayedStep> seen
    )
    {
        using var amigov = new Amigov();
        foreach (var file in Files(Path.Combine(folder, "repo")))
            amigov.Files.Files[file] = change(file, File.ReadAllBytes(Path.Combine(folder, "repo", file)));
        amigov.Environment["GITHUB_ACTIONS"] = "true";
        string[] last = [];
        foreach (var step in Steps.Where(s => s.Length > 0 && s[0] != '#'))
        {
            if (step[0] == '@')
            {
                if (!Prepared(amigov, step, takeStep))
                    return;
                continue;
            }
            last = arguments(step.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            Look(amigov, last, seen);
        }
        if (last.Any(InOneForm.Contains))
            return;
        foreach (var format in CommandTree.Of(last)?.Formats ?? [])
            Look(amigov, [.. WithoutOutput(last), "--output", format], seen);
    }

    private static void Look(Amigov amigov, string[] line, Action<Amigov, PlayedStep> seen)
    {
        var (exit, output, error) = amigov.Run(line);
        seen(amigov, new PlayedStep(line, exit, output, error));
    }

    private static IEnumerable<string> WithoutOutput(string[] line) =>
        line.Where(
            (word, i) => word is not ("--output" or "-o") && (i == 0 || line[i - 1] is not ("--output" or "-o"))
        );

    /// <summary>False when the other input leaves nothing that the step could be taken with.</summary>
    private static bool Prepared(Amigov amigov, string step, Func<Amigov, string, bool> takeStep)
    {
        try
        {
            Take(amigov, step, takeStep);
            return true;
        }
        catch (Exception e)
            when (e
                    is Xunit.Sdk.XunitException
                        or InvalidOperationException
                        or KeyNotFoundException
                        or ArgumentException
            )
        {
            return false;
        }
    }
}
