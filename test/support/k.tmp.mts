const { KilledExam } = await import("/work/main/test/support/killed-exam.ts");
const e = new KilledExam(process.env.MONGODB_URI ? {MONGODB_URI: process.env.MONGODB_URI} : {});
const t=Date.now(); const say=(w:string)=>console.log(((Date.now()-t)/1000).toFixed(1), w, JSON.stringify({...e.figures, lost: e.figures.lost.length, l: e.figures.lost.slice(0,3)}));
await e.open(50); say("open");
for (let i=0;i<3;i++){ await e.round(200+Math.random()*500); say("round"); }
await e.end(); say("end"); await e.close(); process.exit(0);
