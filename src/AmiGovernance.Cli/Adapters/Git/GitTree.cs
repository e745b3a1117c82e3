using System.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Git;

/// <param name="Id">Of the file or folder, in hexadecimal digits.</param>
/// <param name="Name">Without the folders above.</param>
internal sealed record GitTreeEntry(string Id, string Name, bool IsFolder);

/// <summary>
/// A folder as git keeps it (Pro Git, "Git Objects"): `MODE NAME`, a NUL byte, the bytes of the id, and so on for each entry.
/// </summary>
internal static class GitTree
{
    /// <summary>Git writes it without a leading zero.</summary>
    private static ReadOnlySpan<byte> FolderMode => "40000"u8;

    /// <param name="idLength">In bytes: that of the repository's hash.</param>
    public static List<GitTreeEntry> Entries(ReadOnlySpan<byte> tree, int idLength)
    {
        var entries = new List<GitTreeEntry>();
        while (!tree.IsEmpty)
        {
            var (space, end) = (tree.IndexOf((byte)' '), tree.IndexOf((byte)0));
            if (space < 0 || end < space || tree.Length <= end + idLength)
                throw new GitException("git cat-file", "a folder of the commit is damaged");
            entries.Add(
                new GitTreeEntry(
                    Convert.ToHexStringLower(tree.Slice(end + 1, idLength)),
                    Encoding.UTF8.GetString(tree[(space + 1)..end]),
                    tree[..space].SequenceEqual(FolderMode)
                )
            );
            tree = tree[(end + 1 + idLength)..];
        }
        return entries;
    }
}
