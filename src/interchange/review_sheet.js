'use strict';

// The same numbers as `Purity` in src/curation/proof.rs; a test compares the two.
function purity(right, n, all, z) {
  all = Math.max(all, n);
  const share = n === 0 ? 0 : right / n;
  if (n === 0) return [0, 0, 1];
  if (n === all) return [share, share, share];
  const counted = n * (all - 1) / (all - n), z2 = z * z, scale = 1 / (1 + z2 / counted);
  const middle = scale * (share + z2 / (2 * counted));
  const off = scale * z * Math.sqrt(share * (1 - share) / counted + z2 / (4 * counted * counted));
  const least = right / all, most = 1 - (n - right) / all;
  const possible = (x) => Math.min(Math.max(x, least), most);
  return [share, possible(middle - off), possible(middle + off)];
}

function words(right, n, all, z) {
  const [share, low, high] = purity(right, n, all, z);
  const ends = `${Math.floor(100 * low + 1e-9)} to ${Math.max(Math.ceil(100 * high - 1e-9), 0)} %`;
  return `${right} of ${n} right: ${Math.round(100 * share)} % (${n === all ? 'all of them' : ends})`;
}

function field(text) {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// What is saved: one line for each picture of the clusters that were looked at.
function table(clusters) {
  const lines = ['file_name,cluster,verdict,image'];
  for (const { id, files, images, right } of clusters) {
    files.forEach((file, at) => lines.push(`${field(file)},${id},${right[at] ? 'right' : 'wrong'},${images[at]}`));
  }
  return lines.join('\n') + '\n';
}

if (typeof document !== 'undefined') {
  const data = JSON.parse(document.getElementById('data').textContent);
  const save = document.getElementById('save'), said = document.getElementById('said');
  let isSaved = true;
  const clusters = data.clusters.map((cluster, number) => {
    const section = document.getElementById(`c${number}`);
    const pictures = [...section.querySelectorAll('[role=checkbox]')];
    const seen = section.querySelector('.seen input'), line = section.querySelector('.line');
    const isRight = (picture) => picture.getAttribute('aria-checked') === 'true';
    const right = () => pictures.map(isRight);
    const tell = () => {
      const now = cluster.right + right().filter(Boolean).length, n = cluster.n + pictures.length;
      // Nothing is proven by pictures that nobody looked at.
      const isProven = seen.checked && purity(now, n, cluster.all, data.z)[1] >= data.pure;
      line.textContent = words(now, n, cluster.all, data.z) + (isProven ? `; at least ${100 * data.pure} %: proven` : '');
    };
    const go = (at) => {
      const to = pictures[Math.min(Math.max(at, 0), pictures.length - 1)];
      pictures.forEach((picture) => { picture.tabIndex = picture === to ? 0 : -1; });
      to.focus();
    };
    const width = () => {
      const other = pictures.findIndex((picture) => picture.offsetTop !== pictures[0].offsetTop);
      return other < 0 ? pictures.length : other;
    };
    pictures.forEach((picture, at) => {
      picture.addEventListener('click', () => {
        picture.setAttribute('aria-checked', String(!isRight(picture)));
        isSaved = false;
        tell();
      });
      picture.addEventListener('focus', () => {
        pictures.forEach((other) => { other.tabIndex = other === picture ? 0 : -1; });
      });
      picture.addEventListener('keydown', (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const to = {
          ArrowLeft: () => at - 1, ArrowRight: () => at + 1, ArrowUp: () => at - width(), ArrowDown: () => at + width(),
          Home: () => 0, End: () => pictures.length - 1,
        }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        const target = to();
        if (target >= 0 && target < pictures.length) go(target);
      });
    });
    seen.addEventListener('change', () => { isSaved = false; tell(); count(); });
    tell();
    return { ...cluster, seen, pictures, answers: right };
  });

  function count() {
    const n = clusters.filter((cluster) => cluster.seen.checked).length;
    save.disabled = n === 0;
    said.textContent = n === 0
      ? 'Nothing to save yet: look through a sample, mark what is wrong, and say that you saw it all.'
      : `${n} of ${clusters.length} ${clusters.length === 1 ? 'cluster' : 'clusters'} seen.`;
  }

  save.addEventListener('click', () => {
    const seen = clusters.filter((cluster) => cluster.seen.checked);
    const text = table(seen.map(({ id, files, images, answers }) => ({ id, files, images, right: answers() })));
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
    link.download = 'answers.csv';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    isSaved = true;
    said.textContent = 'Saved as answers.csv, among your downloads.';
  });

  addEventListener('beforeunload', (event) => { if (!isSaved) event.preventDefault(); });
  count();
}
