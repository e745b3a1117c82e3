namespace AmiGovernance.Cli.Shell;

/// <summary>Asks for what the command line did not give. Without a person to ask, defaults apply.</summary>
/// <param name="Context">Where is asked.</param>
/// <param name="Ask">Whether there is a person to ask.</param>
/// <param name="Cancel">Ctrl-C: a question that nobody will answer ends the command, as the end of the input does (Ctrl-D).</param>
internal sealed record Questions(CliContext Context, bool Ask, CancellationToken Cancel)
{
    /// <summary>
    /// Null when there is neither answer nor default. The problem of a wrong answer is shown and the question asked again.
    /// </summary>
    public string? Text(string question, string? given, string? fallback, Func<string, string?> problem)
    {
        if (given is not null || !Ask)
            return given ?? fallback;
        while (true)
        {
            // What the question is about stands on the screen before it.
            Context.Out.Flush();
            Context.Error.Write(Folded(fallback is null ? $"{question}: " : $"{question} [{fallback}]: "));
            Context.Error.Flush();
            var answer = ReadLine().Trim();
            if (answer.Length == 0 && fallback is not null)
                return fallback;
            if (problem(answer) is not { } text)
                return answer;
            Context.Error.WriteLine($"  {text}");
        }
    }

    /// <summary>Its line has no end that would fold it: the answer stands behind it.</summary>
    private string Folded(string question) =>
        Context.ErrorIsTerminal ? FoldedLine.Of(question, Context.ErrorWidth) : question;

    private string ReadLine()
    {
        // The thread that waits for a line cannot be called back; it ends with the process.
        var line = Task.Run(Context.In.ReadLine, CancellationToken.None);
        try
        {
            return line.WaitAsync(Cancel).GetAwaiter().GetResult() ?? throw new OperationCanceledException();
        }
        catch (OperationCanceledException)
        {
            // What comes next stands on a line of its own.
            Context.Error.WriteLine();
            throw;
        }
    }

    public bool YesNo(string question, bool? given, bool fallback)
    {
        var answer = Text(
            question,
            given?.ToString().ToLowerInvariant(),
            fallback ? "yes" : "no",
            text => Parse(text) is null ? "answer yes or no" : null
        );
        return Parse(answer ?? "") ?? fallback;
    }

    /// <summary>One yes-or-no question for each choice; none are taken when nobody is asked.</summary>
    public IReadOnlyList<string> Choices(
        Func<string, string> question,
        IReadOnlyList<string> given,
        IEnumerable<string> choices
    )
    {
        if (given.Count > 0 || !Ask)
            return given;
        return [.. choices.Where(choice => YesNo(question(choice), null, fallback: false))];
    }

    private static bool? Parse(string text) =>
        text.ToLowerInvariant() switch
        {
            "y" or "yes" or "true" => true,
            "n" or "no" or "false" => false,
            _ => null,
        };
}
