using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using TicketBooking.Gateway.Limits;
using Xunit;

namespace TicketBooking.Gateway.Tests.Limits;

/// <summary>What holds whatever happens in whatever order.</summary>
public sealed class LimiterProperties
{
    private const int Burst = 20;
    private const double PerMillisecond = 10 / 1000.0;

    /// <summary>What happens next: a request comes, the store answers one of the calls that wait, or time goes by.</summary>
    public sealed record History(int[] Steps);

    /// <param name="Instances">How many there are.</param>
    /// <param name="Skew">By how many milliseconds the clocks of the first and the last differ.</param>
    public sealed record Fleet(int Instances, long Skew);

    public static Arbitrary<History> Histories() => Gen.Choose(0, 1_000_000).ArrayOf().Select(steps => new History(steps)).ToArbitrary();

    public static Arbitrary<Fleet> Fleets() => Gen.Elements(new Fleet(2, 0), new Fleet(3, 0), new Fleet(3, 700)).ToArbitrary();

    [Property(MaxTest = 1200, EndSize = 300, Arbitrary = [typeof(LimiterProperties)])]
    public void Instances_together_never_admit_more_than_burst_and_rate_allow(History history, Fleet fleet)
    {
        var (instances, skew) = fleet;
        var simulation = Play(history, instances, skew, canFail: false);

        // One bucket and what it gained since, and what each instance lets a client owe. A clock that is ahead pays its lead out once.
        var owed = instances * Burst / 10;
        var all = simulation.SelectMany(instance => instance.Admitted).Order().ToArray();
        for (var last = 0; last < all.Length; last++)
        {
            Assert.True(last + 1 <= Allowed(Burst + owed, all[last] + skew), $"{last + 1} after {all[last]} ms");
        }

        // Any stretch of time: what was leased before it may be used in it.
        var leased = instances * Burst / 4;
        for (var first = 0; first < all.Length; first++)
        {
            for (var last = first; last < all.Length; last++)
            {
                Assert.True(last - first + 1 <= Allowed(Burst + leased + owed, all[last] - all[first] + skew));
            }
        }
    }

    [Property(MaxTest = 400, EndSize = 300, Arbitrary = [typeof(LimiterProperties)])]
    public void An_instance_alone_never_admits_more_whatever_becomes_of_the_store(History history) => NeverAdmitMoreAlone(history, skew: 0);

    [Property(MaxTest = 400, EndSize = 300, Arbitrary = [typeof(LimiterProperties)])]
    public void A_clock_that_is_off_lets_an_instance_alone_admit_no_more(History history) => NeverAdmitMoreAlone(history, skew: 5_000);

    [Property(MaxTest = 400, EndSize = 300, Arbitrary = [typeof(LimiterProperties)])]
    public void A_client_that_waits_is_admitted_again(History history)
    {
        var store = new MemoryStore();
        var thread = new SingleThread();
        var instances = Play(history, 2, skew: 0, canFail: true, store, thread);
        AnswerAll(store, thread);
        thread.Run(() => instances.ForEach(instance => instance.Pass(10_000)));
        Task<Verdict>? asked = null;
        thread.Run(() => asked = instances[0].AskAsync());
        AnswerAll(store, thread);

        Assert.True(asked!.Result.IsAdmitted);
    }

    private static void NeverAdmitMoreAlone(History history, long skew)
    {
        foreach (var instance in Play(history, 2, skew, canFail: true))
        {
            for (var first = 0; first < instance.Admitted.Count; first++)
            {
                for (var last = first; last < instance.Admitted.Count; last++)
                {
                    Assert.True(last - first + 1 <= Allowed(Burst, instance.Admitted[last] - instance.Admitted[first]));
                }
            }
        }
    }

    private static double Allowed(int atOnce, long milliseconds) => atOnce + (milliseconds * PerMillisecond) + 1e-6;

    private static List<Instance> Play(
        History history, int count, long skew, bool canFail, MemoryStore? store = null, SingleThread? thread = null)
    {
        store ??= new MemoryStore();
        thread ??= new SingleThread();
        var instances = Enumerable.Range(0, count).Select(i => new Instance(store, i * skew / Math.Max(1, count - 1), hasLongTimeout: !canFail)).ToList();
        foreach (var step in history.Steps)
        {
            var detail = step / 10;
            thread.Run(() =>
            {
                switch (step % 10)
                {
                    case < 5:
                        _ = instances[detail % count].AskAsync();
                        break;
                    case < 9 when store.Pending > 0:
                        store.Answer(detail, FaultOf(detail, canFail));
                        break;
                    default:
                        instances.ForEach(instance => instance.Pass(detail % 97));
                        break;
                }
            });
        }

        return instances;
    }

    private static MemoryStore.Fault FaultOf(int detail, bool canFail) => (detail / 100 % 10) switch
    {
        0 => MemoryStore.Fault.LostAnswer,
        1 when canFail => MemoryStore.Fault.Failure,
        _ => MemoryStore.Fault.None,
    };

    private static void AnswerAll(MemoryStore store, SingleThread thread)
    {
        while (store.Pending > 0)
        {
            thread.Run(() => store.Answer(0, MemoryStore.Fault.None));
        }
    }
}
