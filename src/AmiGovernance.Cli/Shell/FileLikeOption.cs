using System.CommandLine;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Shell;

/// <summary>
/// Options that are names of files. Hooks and patterns of shells put names behind a command line, and whoever may add a file would choose
/// its options.
/// </summary>
internal static class FileLikeOption
{
    private const string EndOfOptions = "--";

    /// <summary>Null for none, and for commands that take no list of paths.</summary>
    public static string? Problem(string[] args, ParseResult result, CliContext context)
    {
        if (!result.CommandResult.Command.Arguments.Any(a => GivenPaths.IsPath(a) && a.Arity.MaximumNumberOfValues > 1))
            return null;
        var found = args.TakeWhile(a => a != EndOfOptions)
            .FirstOrDefault(a => a.StartsWith('-') && context.Files.Exists(GivenPaths.FromStart(context, a)));
        return found is null
            ? null
            : $"`{Sanitize.Text(found)}` is an option, and the name of a file that is here:"
                + " write `--` before the paths, or rename the file";
    }
}
