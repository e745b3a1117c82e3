using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>Keeps a world in a folder across restarts: `sandbox.json`, and the objects of buckets below `buckets`.</summary>
public sealed class SandboxState(string folder)
{
    private long savedChanges = -1;

    public string WorldFile => Path.Combine(folder, "sandbox.json");

    public bool Exists => File.Exists(WorldFile);

    /// <summary>Null with a report when the file describes no world.</summary>
    /// <param name="source">What is in <see cref="WorldFile"/>.</param>
    public SandboxWorld? Load(SourceText source, TimeProvider time, DiagnosticBag bag) =>
        WorldReader.Read(source, time, bag, BucketObjects);

    /// <summary>From now on the objects of the world's buckets are here.</summary>
    public void Adopt(SandboxWorld world)
    {
        world.Buckets.Objects = BucketObjects;
        foreach (var bucket in world.Buckets.All.ToList())
        {
            var kept = bucket with { Objects = BucketObjects(bucket.Name) };
            foreach (var key in bucket.Objects.Keys("").ToList())
                if (bucket.Objects.Find(key) is { } stored)
                    kept.Objects.Put(stored);
            world.Buckets.Put(kept);
        }
    }

    private FolderObjects BucketObjects(string name) => new(Path.Combine(folder, "buckets", name));

    /// <summary>Writes the world when it has changed; a kill leaves the old file or the new one, never a part.</summary>
    public void Save(SandboxWorld world)
    {
        byte[] bytes;
        long changes;
        lock (world.Gate)
        {
            changes = world.Changes;
            if (changes == savedChanges)
                return;
            bytes = WorldWriter.Write(world);
        }
        Directory.CreateDirectory(folder);
        var temporary = $"{WorldFile}.{Environment.ProcessId}.tmp";
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, WorldFile, overwrite: true);
        savedChanges = changes;
    }
}
