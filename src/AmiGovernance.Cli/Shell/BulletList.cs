namespace AmiGovernance.Cli.Shell;

/// <summary>Sentences below a title. What comes from outside in them is harmless already.</summary>
internal static class BulletList
{
    private const string Next = "Next:";

    /// <summary>What comes after a command that changed something.</summary>
    public static void WriteNext(TextWriter writer, IEnumerable<string> steps) => Write(writer, Next, steps);

    /// <summary>Nothing where there is no sentence.</summary>
    public static void Write(TextWriter writer, string title, IEnumerable<string> sentences)
    {
        List<string> all = [.. sentences];
        if (all.Count == 0)
            return;
        writer.WriteLine(title);
        foreach (var sentence in all)
            writer.WriteLine($"  - {sentence}");
    }
}
