using System.CommandLine;

namespace AmiGovernance.Cli.Shell;

/// <summary>Writes a command line as options are called today.</summary>
internal static class OldSpellings
{
    /// <param name="hints">What was called otherwise.</param>
    public static string[] Replace(Command program, string[] args, out IReadOnlyList<OldSpelling> hints)
    {
        var words = Words(program, args);
        var old = OldSpelling.All.Where(s => s.IsOf(words)).ToDictionary(s => s.Old, StringComparer.Ordinal);
        var used = new List<OldSpelling>();
        hints = used;
        var result = new List<string>(args.Length);
        var end = Array.IndexOf(args, "--");
        foreach (var (at, arg) in args.Index())
        {
            var equals = arg.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? arg : arg[..equals];
            if ((end >= 0 && at > end) || !old.TryGetValue(name, out var spelling))
            {
                result.Add(arg);
                continue;
            }
            used.Add(spelling);
            result.AddRange(spelling.New);
            if (equals >= 0)
                result[^1] += arg[equals..];
        }
        return [.. result];
    }

    /// <summary>Of the command that the line names.</summary>
    private static string Words(Command program, string[] args)
    {
        var (command, words) = (program, "");
        foreach (var arg in args)
        {
            var below = command.Subcommands.FirstOrDefault(c => c.Name == arg || c.Aliases.Contains(arg));
            if (below is null)
                continue;
            command = below;
            words = words.Length == 0 ? below.Name : $"{words} {below.Name}";
        }
        return words;
    }
}
