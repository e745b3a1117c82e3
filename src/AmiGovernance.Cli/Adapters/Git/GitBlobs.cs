using System.Diagnostics;
using System.Globalization;
using System.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Git;

/// <summary>Reads files of commits through one `git cat-file --batch` that stays, since starting git costs more than reading.</summary>
/// <remarks>A name and its answer belong together: one thread asks at a time, and nobody after the end.</remarks>
internal sealed class GitBlobs(GitProcess git) : IDisposable
{
    private readonly Lock gate = new();
    private Process? process;

    /// <summary>Of the process: its answers are read byte by byte, which the pipe itself would give one system call each.</summary>
    private Stream answers = Stream.Null;

    private bool isOver;

    /// <summary>Null when the commit has no file there.</summary>
    public byte[]? Read(string commit, string path)
    {
        // The protocol takes one name in a line.
        if (path.Contains('\n', StringComparison.Ordinal))
            return null;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isOver, this);
            return AskOrSay(commit, path);
        }
    }

    private byte[]? AskOrSay(string commit, string path)
    {
        try
        {
            return Ask($"{commit}:{path}");
        }
        catch (Exception e) when (e is IOException or GitException)
        {
            // git ends at a name that it does not take, such as one outside the repository. The next one is asked of another.
            process?.Dispose();
            process = null;
            throw e as GitException ?? new GitException("git cat-file", $"{path}: {e.Message}");
        }
    }

    private byte[]? Ask(string name)
    {
        if (process is null)
        {
            process = git.Start(["cat-file", "--batch"]);
            answers = new BufferedStream(process.StandardOutput.BaseStream);
        }
        process.StandardInput.BaseStream.Write(Encoding.UTF8.GetBytes($"{name}\n"));
        process.StandardInput.BaseStream.Flush();
        // `ID blob SIZE`, or `NAME missing`.
        var head = Line();
        var parts = head.Split(' ');
        if (head.EndsWith(" missing", StringComparison.Ordinal))
            return null;
        if (
            parts is not [_, var type, var text]
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
        )
            throw new GitException("git cat-file", head.Length > 0 ? head : "git cat-file ended early");
        var content = new byte[size];
        answers.ReadExactly(content);
        answers.ReadByte();
        return type == "blob" ? content : null;
    }

    private string Line()
    {
        var bytes = new List<byte>();
        while (answers.ReadByte() is >= 0 and not '\n' and var value)
            bytes.Add((byte)value);
        return Encoding.UTF8.GetString([.. bytes]);
    }

    public void Dispose()
    {
        lock (gate)
        {
            isOver = true;
            End();
        }
    }

    private void End()
    {
        if (process is null)
            return;
        try
        {
            process.StandardInput.Close();
            process.WaitForExit();
        }
        catch (IOException)
        {
            // It has ended already.
        }
        process.Dispose();
        process = null;
    }
}
