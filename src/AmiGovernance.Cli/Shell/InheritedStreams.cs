namespace AmiGovernance.Cli.Shell;

/// <summary>Which of the standard streams whoever started the process left open.</summary>
internal sealed record InheritedStreams(bool HasInput, bool HasOutput, bool HasError)
{
    /// <summary>
    /// What .NET opens for itself is marked to be closed by execve(2); what came from whoever started the process survived that, so that it
    /// cannot be marked.
    /// </summary>
    private const int CloseOnExec = 0x80000;

    private const int LastStandard = 2;
    private const string Nowhere = "/dev/null";
    private const string Descriptors = "/proc/self/fdinfo";

    /// <summary>Files that are opened later do not get their numbers, nor what is meant for a stream.</summary>
    private static readonly List<FileStream> Reserved = [];

    /// <summary>
    /// To be asked before any file is opened: .NET gives the number of a closed stream to the next file, and has done so before this runs.
    /// Where there is no /proc, all count as open.
    /// </summary>
    public static InheritedStreams Find()
    {
        if (!Directory.Exists(Descriptors))
            return new InheritedStreams(true, true, true);
        var found = new InheritedStreams(IsInherited(0), IsInherited(1), IsInherited(LastStandard));
        if (!found.IsWhole)
            Reserve();
        return found;
    }

    private bool IsWhole => HasInput && HasOutput && HasError;

    private static bool IsInherited(int descriptor)
    {
        try
        {
            return IsInherited(File.ReadLines($"{Descriptors}/{descriptor}"));
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <param name="info">Of a descriptor, as proc(5) describes it.</param>
    internal static bool IsInherited(IEnumerable<string> info)
    {
        const string Flags = "flags:";
        var line = info.FirstOrDefault(l => l.StartsWith(Flags, StringComparison.Ordinal));
        return line is not null && (Convert.ToInt32(line[Flags.Length..].Trim(), 8) & CloseOnExec) == 0;
    }

    private static void Reserve()
    {
        FileStream file;
        do
        {
            file = new FileStream(Nowhere, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            Reserved.Add(file);
        } while (file.SafeFileHandle.DangerousGetHandle() <= LastStandard);
    }
}
