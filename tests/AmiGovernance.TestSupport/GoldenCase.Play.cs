namespace AmiGovernance.TestSupport;

/// <summary>What a command line of a case printed.</summary>
internal sealed record PlayedStep(string[] Arguments, int ExitCode, string Out, string Error);

/// <summary>The steps of a case with other input than the recorded one.</summary>
internal sealed partial class GoldenCase
{
    public IEnumerable<string> CommandLines => Steps.Where(s => s.Length > 0 && s[0] is not ('#' or '@'));

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
        foreach (var step in Steps.Where(s => s.Length > 0 && s[0] != '#'))
        {
            if (step[0] == '@')
            {
                if (!Prepared(amigov, step, takeStep))
                    return;
                continue;
            }
            var given = arguments(step.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            var (exit, output, error) = amigov.Run(given);
            seen(amigov, new PlayedStep(given, exit, output, error));
        }
    }

    /// <summary>False when the other input leaves nothing that the step could be taken with.</summary>
    private static bool Prepared(Amigov amigov, string step, Func<Amigov, string, bool> takeStep)
    {
        try
        {
            Take(amigov, step, takeStep);
            return true;
        }
        catch (Exception e)
            when (e is Xunit.Sdk.XunitException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            return false;
        }
    }
}
