using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Git;

/// <summary>
/// Reads files, folders and names of commits through one `git cat-file --batch` that stays, since starting git costs more than reading.
/// </summary>
/// <remarks>A name and its answer belong together: one thread asks at a time, and nobody after the end.</remarks>
internal sealed class GitBlobs(GitProcess git) : IDisposable
{
    private static readonly string[] NoObject = [" missing", " ambiguous", " submodule"];

    /// <param name="Content">Null where it is larger than a file may be.</param>
    private sealed record GitObject(string Id, string Type, long Size, byte[]? Content);

    /// <summary>In bytes, of one file; what is committed is read as whole as a file on disk.</summary>
    public long Limit { get; init; } = JsonParser.MaxBytes;

    private readonly Lock gate = new();
    private Process? process;

    /// <summary>Of the process: its answers are read byte by byte, which the pipe itself would give one system call each.</summary>
    private Stream answers = Stream.Null;

    private bool isOver;

    /// <summary>Null when the commit has no file there.</summary>
    public byte[]? Read(string commit, string path) =>
        Find($"{commit}:{path}") is { Type: "blob" } blob ? ContentOf(blob, $"{commit}:{path}") : null;

    /// <summary>The id of the commit that a revision names, as it is now; null for none.</summary>
    public string? Commit(string revision) => Find($"{revision}^{{commit}}")?.Id;

    /// <summary>The paths of all files below a folder of the commit, from that folder; none where there is no folder.</summary>
    public ImmutableArray<string> List(string commit, string folder)
    {
        var paths = ImmutableArray.CreateBuilder<string>();
        // By name once, then by id: names of folders are whatever somebody committed.
        var left = new Stack<(string Name, string Path)>([($"{commit}:{folder}", "")]);
        while (left.TryPop(out var next))
            if (Find(next.Name) is { Type: "tree" } tree)
                foreach (var entry in GitTree.Entries(ContentOf(tree, next.Name), tree.Id.Length / 2))
                    if (entry.IsFolder)
                        left.Push((entry.Id, $"{next.Path}{entry.Name}/"));
                    else
                        paths.Add($"{next.Path}{entry.Name}");
        return paths.ToImmutable();
    }

    private byte[] ContentOf(GitObject found, string name) =>
        found.Content ?? throw new GitException("git cat-file", $"{name} has {found.Size} bytes; the limit is {Limit}");

    private GitObject? Find(string name)
    {
        // The protocol takes one name in a line.
        if (name.Contains('\n', StringComparison.Ordinal))
            return null;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isOver, this);
            return AskOrSay(name);
        }
    }

    private GitObject? AskOrSay(string name)
    {
        try
        {
            return Ask(name);
        }
        catch (Exception e) when (e is IOException or GitException)
        {
            // git ends at a name that it does not take, such as one outside the repository. The next one is asked of another.
            var said = LastWords();
            throw new GitException("git cat-file", said.Length > 0 ? said : $"{name}: {e.Message}");
        }
    }

    private GitObject? Ask(string name)
    {
        if (process is null)
        {
            process = git.Start(["cat-file", "--batch"]);
            answers = new BufferedStream(process.StandardOutput.BaseStream);
        }
        process.StandardInput.BaseStream.Write(Encoding.UTF8.GetBytes($"{name}\n"));
        process.StandardInput.BaseStream.Flush();
        // `ID TYPE SIZE`, or the name with a word.
        var head = Line();
        if (NoObject.Any(word => head.EndsWith(word, StringComparison.Ordinal)))
            return null;
        if (
            head.Split(' ') is not [var id, var type, var text]
            || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
        )
            throw new GitException("git cat-file", head.Length > 0 ? head : "git cat-file ended early");
        var content = size <= Limit ? new byte[size] : null;
        if (content is null)
            Skip(size);
        else
            answers.ReadExactly(content);
        answers.ReadByte();
        return new GitObject(id, type, size, content);
    }

    private void Skip(long bytes)
    {
        var buffer = new byte[64 * 1024];
        for (var left = bytes; left > 0; )
        {
            var read = answers.Read(buffer.AsSpan(0, (int)Math.Min(left, buffer.Length)));
            left -= read > 0 ? read : throw new EndOfStreamException();
        }
    }

    /// <summary>What git says when it ends by itself.</summary>
    private string LastWords()
    {
        if (process is not { } ended)
            return "";
        // Should it still write, nobody reads on.
        answers.Dispose();
        var said = GitProcess.Words(ended.StandardError.ReadToEnd());
        ended.Dispose();
        process = null;
        return said;
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
