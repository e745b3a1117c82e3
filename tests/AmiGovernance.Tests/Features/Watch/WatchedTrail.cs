using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Tests.Features.Watch;

/// <summary>Trail files that come one after the other, each at its time.</summary>
internal sealed class WatchedTrail
{
    private readonly List<(string Name, byte[] Bytes, DateTimeOffset Came)> files = [];

    public void Add(string name, string text, DateTimeOffset came) =>
        files.Add((name, System.Text.Encoding.UTF8.GetBytes(text), came));

    /// <summary>The moments that were asked for.</summary>
    public List<DateTimeOffset> Asked { get; } = [];

    /// <summary>The files that were opened.</summary>
    public List<string> Opened { get; } = [];

    /// <summary>Why AWS refuses; null when it does not.</summary>
    public AwsFailure? Failure { get; set; }

    public ITrailSource Since(DateTimeOffset moment)
    {
        Asked.Add(moment);
        if (Failure is { } failure)
            return new Refusing(failure);
        return new InMemoryTrail(files.Where(f => f.Came >= moment).ToDictionary(f => f.Name, f => f.Bytes))
        {
            Opening = name =>
            {
                lock (Opened)
                    Opened.Add(name);
            },
        };
    }

    private sealed class Refusing(AwsFailure failure) : ITrailSource
    {
        public int Concurrency => 2;

        public IAsyncEnumerable<TrailFile> List(CancellationToken cancel) =>
            new[] { new TrailFile("a.json", 1) }.ToAsyncEnumerable().Select(Refuse);

        private TrailFile Refuse(TrailFile file) => throw new AwsException(failure);

        public Stream Open(TrailFile file, CancellationToken cancel) => throw new AwsException(failure);
    }
}
